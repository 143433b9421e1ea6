SELECT r.id, r.requested_at AS at, r.body, r.account_id, c.code, coalesce(p.name, '') AS name,
       i.number, a.version
  FROM refund_cases AS r INDEXED BY refund_cases_open
 CROSS JOIN customers AS c ON c.id = r.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = r.account_id
  LEFT JOIN invoices AS i ON i.id = r.invoice_id
  JOIN aggregates AS a ON a.id = 'account:' || r.account_id
 WHERE r.is_final = 0
   AND (?1 = '' OR instr(?1, ',' || r.stage || ',') > 0)
   AND (r.requested_at, r.id) < (?2, ?3)
 ORDER BY r.requested_at DESC, r.id DESC
 LIMIT ?4
