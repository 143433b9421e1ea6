SELECT r.id, r.opens_at AS at, r.body, r.account_id, c.code, coalesce(p.name, '') AS name,
       i.number, a.version
  FROM reminders AS r INDEXED BY reminders_account
 CROSS JOIN customers AS c ON c.id = r.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = r.account_id
  LEFT JOIN invoices AS i ON i.id = r.invoice_id
  JOIN aggregates AS a ON a.id = 'account:' || r.account_id
 WHERE r.account_id = ?1
   AND (r.opens_at, r.id) < (?2, ?3)
 ORDER BY r.opens_at DESC, r.id DESC
 LIMIT ?4
