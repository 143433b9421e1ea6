SELECT r.id, r.approved_at AS at, r.body, r.account_id, c.code, coalesce(p.name, '') AS name,
       i.number, a.version
  FROM credit_notes AS r INDEXED BY credit_notes_approved
 CROSS JOIN customers AS c ON c.id = r.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = r.account_id
  LEFT JOIN invoices AS i ON i.id = r.invoice_id
  JOIN aggregates AS a ON a.id = 'account:' || r.account_id
 WHERE r.approved_at >= ?1 AND r.approved_at < ?2 AND (r.approved_at, r.id) > (?3, ?4)
 ORDER BY r.approved_at, r.id
 LIMIT ?5
