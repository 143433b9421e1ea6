SELECT i.body, i.account_id, c.code, coalesce(p.name, '') AS name, c.zone, c.kind,
       i.subscription_id, s.status AS service, s.body ->> '$.package_code' AS package
  FROM wanted
 CROSS JOIN invoices AS i ON i.id = wanted.id
 CROSS JOIN customers AS c ON c.id = i.account_id
 CROSS JOIN subscriptions AS s ON s.id = i.subscription_id
  LEFT JOIN customer_personal AS p ON p.account_id = i.account_id
 WHERE i.number IS NOT NULL
