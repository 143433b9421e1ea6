SELECT r.id, r.recorded_at AS at, r.body, r.account_id, c.code, coalesce(p.name, '') AS name,
       NULL AS number, a.version
  FROM manual_payments AS r INDEXED BY manual_payments_newest
 CROSS JOIN customers AS c ON c.id = r.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = r.account_id
  JOIN aggregates AS a ON a.id = 'account:' || r.account_id
 WHERE (?1 = '' OR instr(?1, ',' || r.state || ',') > 0)
   AND (r.recorded_at, r.id) < (?2, ?3)
 ORDER BY r.recorded_at DESC, r.id DESC
 LIMIT ?4
