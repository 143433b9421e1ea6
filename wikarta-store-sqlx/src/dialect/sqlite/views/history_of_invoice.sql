WITH named (id) AS (
    SELECT audit_id FROM audit_entities WHERE entity = 'invoice' AND entity_id = ?1
    UNION
    SELECT e.audit_id FROM payment_invoices x
    CROSS JOIN audit_entities e ON e.entity = 'payment' AND e.entity_id = x.order_id
    WHERE x.invoice_id = ?1
    UNION
    SELECT e.audit_id FROM cases k
    CROSS JOIN audit_entities e ON e.entity = 'case' AND e.entity_id = k.id
    WHERE k.invoice_id = ?1)
SELECT l.seq, l.at, l.actor, u.name AS actor_name, l.roles, l.action, l.trace, l.changes,
       lower(hex(l.hash)) AS hash, coalesce(lower(hex(b.hash)), '') AS previous_hash,
       count(*) OVER () AS found
FROM named
JOIN audit_logs l ON l.id = named.id
LEFT JOIN audit_logs b ON b.aggregate = l.aggregate AND b.seq = l.seq - 1
LEFT JOIN users u ON l.actor LIKE 'staff:%' AND u.id = substr(l.actor, 7)
WHERE l.seq < ?2
ORDER BY l.seq DESC
LIMIT ?3
