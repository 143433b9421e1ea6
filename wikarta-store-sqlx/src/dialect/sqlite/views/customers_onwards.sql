SELECT c.id, c.code, c.zone, coalesce(p.name, '') AS name, coalesce(p.phone, '') AS phone,
       coalesce(p.email, '') AS email, coalesce(p.address, '') AS address, a.credit,
       (SELECT coalesce(sum(i.open_amount), 0) FROM invoices i
        WHERE i.account_id = c.id AND i.open_amount > 0) AS open,
       (SELECT count(*) FROM invoices i
        WHERE i.account_id = c.id AND i.open_amount > 0) AS open_count,
       (SELECT json_group_array(s.body) FROM subscriptions s
        WHERE s.account_id = c.id AND s.deleted_at IS NULL) AS subscriptions
FROM customers c
JOIN accounts a ON a.id = c.id
LEFT JOIN customer_personal p ON p.account_id = c.id
WHERE c.deleted_at IS NULL AND c.code > ?1
  AND (?2 IS NULL OR c.code LIKE ?2 ESCAPE '\' OR p.name LIKE ?2 ESCAPE '\'
       OR p.phone = ?4 OR lower(p.email) = lower(?5))
ORDER BY c.code
LIMIT ?3
