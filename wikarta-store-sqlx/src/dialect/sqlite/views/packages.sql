SELECT k.body, a.version,
       (SELECT count(*) FROM subscriptions AS s
         WHERE s.package_id = k.id AND s.status <> 'TERMINATED') AS subscribers
  FROM packages AS k
  JOIN aggregates AS a ON a.id = 'package:' || k.id
 WHERE k.deleted_at IS NULL AND (?1 = '' OR instr(?1, ',' || k.state || ',') > 0)
   AND (?2 = 0 OR k.proposed = 1)
 ORDER BY k.price, k.code
 LIMIT 500
