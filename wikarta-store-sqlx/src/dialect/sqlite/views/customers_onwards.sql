SELECT c.id, c.code, c.zone, coalesce(p.name, '') AS name, coalesce(p.phone, '') AS phone,
       coalesce(p.email, '') AS email, coalesce(p.address, '') AS address, a.credit,
       (SELECT coalesce(sum(i.open_amount), 0) FROM invoices i
        WHERE i.account_id = c.id AND i.open_amount > 0) AS open,
       (SELECT count(*) FROM invoices i
        WHERE i.account_id = c.id AND i.open_amount > 0) AS open_count,
       (SELECT json_group_array(s.body) FROM subscriptions s
        WHERE s.account_id = c.id AND s.deleted_at IS NULL) AS subscriptions
FROM customers c INDEXED BY sqlite_autoindex_customers_2
JOIN accounts a ON a.id = c.id
LEFT JOIN customer_personal p ON p.account_id = c.id
WHERE c.deleted_at IS NULL AND c.code > ?1
  AND (?2 IS NULL OR c.code LIKE ?2 ESCAPE '\' OR p.name LIKE ?2 ESCAPE '\'
       OR p.phone = ?4 OR lower(p.email) = lower(?5)
       OR c.id IN (SELECT l.account_id FROM json_each(?6) w CROSS JOIN customer_lookup l
                   ON l.kind = w.value ->> 0 AND l.hash = unhex(w.value ->> 1)))
  AND (?7 IS NULL OR EXISTS (SELECT 1 FROM subscriptions s
                             WHERE s.account_id = c.id AND s.status = ?7))
  AND (?8 = '' OR instr(?8, ',' || c.kind || ',') > 0)
  AND (?9 IS NULL OR EXISTS (SELECT 1 FROM invoices i
                             WHERE i.account_id = c.id AND i.open_amount > 0
                               AND i.due_date < ?9))
  AND (?10 = 0 OR a.credit > 0)
  AND (?11 IS NULL OR c.registered_by = ?11)
ORDER BY c.code
LIMIT ?3
