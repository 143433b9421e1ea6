INSERT INTO reconcile_looks (order_id, at, kind, is_final)
SELECT t.value ->> 'order_id', t.value ->> 'at', t.value ->> 'kind', t.value ->> 'is_final'
  FROM json_each(?1) AS t
 WHERE t.value ->> 'kind' <> 'ok'
    OR coalesce((SELECT l.kind = 'ok' AND l.at >= ?2 FROM reconcile_looks AS l
                  WHERE l.order_id = t.value ->> 'order_id'
                  ORDER BY l.at DESC LIMIT 1), 0) = 0
    ON CONFLICT DO NOTHING
