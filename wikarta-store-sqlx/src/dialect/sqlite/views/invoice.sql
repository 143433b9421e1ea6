SELECT i.body, i.account_id, c.code, coalesce(p.name, '') AS name, a.version, y.channel,
       c.zone, coalesce(p.address, '') AS address,
       (SELECT max(l.at) FROM audit_entities e JOIN audit_logs l ON l.id = e.audit_id
        WHERE e.entity = 'invoice' AND e.entity_id = i.id) AS changed_at
FROM invoices i
LEFT JOIN payments y ON y.order_id = i.order_id
JOIN customers c ON c.id = i.account_id
LEFT JOIN customer_personal p ON p.account_id = i.account_id
JOIN aggregates a ON a.id = 'account:' || i.account_id
WHERE i.id = ?1
