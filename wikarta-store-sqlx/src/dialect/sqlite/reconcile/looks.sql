SELECT l.order_id, l.at, l.kind, l.is_final
  FROM json_each(?1) AS asked
  JOIN reconcile_looks AS l ON l.order_id = asked.value AND l.at >= ?2
 ORDER BY l.order_id, l.at, l.kind
