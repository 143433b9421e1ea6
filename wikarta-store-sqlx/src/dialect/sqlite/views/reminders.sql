SELECT r.id, r.opens_at AS at, r.body, r.account_id, c.code, coalesce(p.name, '') AS name,
       i.number, a.version
  FROM reminders AS r INDEXED BY reminders_opens
 CROSS JOIN customers AS c ON c.id = r.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = r.account_id
  LEFT JOIN invoices AS i ON i.id = r.invoice_id
  JOIN aggregates AS a ON a.id = 'account:' || r.account_id
 WHERE (?1 = '' OR instr(?1, ',' || r.state || ',') > 0)
   AND (?2 = '' OR r.stage = ?2)
   AND (?3 = '' OR r.channel = ?3)
   AND (r.opens_at, r.id) < (?4, ?5)
 ORDER BY r.opens_at DESC, r.id DESC
 LIMIT ?6
