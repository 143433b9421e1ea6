SELECT k.body, a.version,
       (SELECT count(*) FROM subscriptions AS s
         WHERE s.package_id = k.id AND s.status <> 'TERMINATED') AS subscribers
  FROM packages AS k
  JOIN aggregates AS a ON a.id = 'package:' || k.id
 WHERE k.id = ?1
