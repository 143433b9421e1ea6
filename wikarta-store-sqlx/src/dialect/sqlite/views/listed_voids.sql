-- Newest first, those before a place. ?1 stages as ",A,B," or empty, ?2 tier or 0, ?3 who asked or
-- empty, ?4 and ?5 the place (asked at, id), ?6 limit.
SELECT x.body, x.account_id, c.code, coalesce(p.name, '') AS name, i.number
FROM void_cases x
JOIN customers c ON c.id = x.account_id
LEFT JOIN customer_personal p ON p.account_id = x.account_id
LEFT JOIN invoices i ON i.id = x.invoice_id
WHERE (x.requested_at, x.id) < (?4, ?5)
  AND (?1 = '' OR instr(?1, ',' || x.stage || ',') > 0)
  AND (?2 = 0 OR x.tier = ?2)
  AND (?3 = '' OR x.requested_by = ?3)
ORDER BY x.requested_at DESC, x.id DESC
LIMIT ?6
