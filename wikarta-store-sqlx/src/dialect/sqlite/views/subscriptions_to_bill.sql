SELECT s.id, s.body, s.account_id, c.code, coalesce(p.name, '') AS name, c.zone, a.version
  FROM subscriptions AS s INDEXED BY subscriptions_to_bill
 CROSS JOIN customers AS c ON c.id = s.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = s.account_id
  JOIN aggregates AS a ON a.id = 'account:' || s.account_id
 WHERE s.to_bill = 1 AND s.id > ?1
 ORDER BY s.id
 LIMIT ?2
