SELECT k.body, c.code, coalesce(p.name, '') AS name, i.number
FROM cases k
JOIN customers c ON c.id = k.account_id
LEFT JOIN customer_personal p ON p.account_id = k.account_id
LEFT JOIN invoices i ON i.id = k.invoice_id
WHERE k.state = 'open'
ORDER BY k.opened_at DESC, k.id
LIMIT ?1
