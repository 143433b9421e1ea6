SELECT r.id, r.opened_at AS at, r.body, r.account_id, c.code, coalesce(p.name, '') AS name,
       i.number, a.version
  FROM cases AS r INDEXED BY cases_open
 CROSS JOIN customers AS c ON c.id = r.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = r.account_id
  LEFT JOIN invoices AS i ON i.id = r.invoice_id
  JOIN aggregates AS a ON a.id = 'account:' || r.account_id
 WHERE r.state = 'open'
   AND (?1 = '' OR instr(?1, ',' || r.state || ',') > 0)
   AND (r.opened_at, r.id) < (?2, ?3)
 ORDER BY r.opened_at DESC, r.id DESC
 LIMIT ?4
