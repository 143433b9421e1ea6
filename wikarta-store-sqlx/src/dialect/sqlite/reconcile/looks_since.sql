SELECT l.order_id, l.at, l.kind, l.is_final
  FROM reconcile_looks AS l INDEXED BY reconcile_looks_at
 WHERE l.at >= ?1 AND l.at < ?2
