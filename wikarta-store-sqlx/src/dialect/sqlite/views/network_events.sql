-- Changes of service after a place of the journal, in its order. $1 the place, $2 how many.
SELECT l.id AS place, l.action, l.at, s.id AS subscription, s.account_id, c.code
  FROM audit_logs AS l INDEXED BY audit_logs_service
 CROSS JOIN subscriptions AS s
    ON s.id = json_extract(l.data, '$.subscription.id')
 CROSS JOIN customers AS c ON c.id = s.account_id
 WHERE l.action IN ('subscription.isolated', 'subscription.restored') AND l.id > ?1
 ORDER BY l.id LIMIT ?2
