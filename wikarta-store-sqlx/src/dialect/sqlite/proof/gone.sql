-- Aggregates that remember a chain of which nothing is left.
SELECT cast(g.id AS BLOB) AS aggregate, g.seq
  FROM aggregates AS g
 WHERE g.seq > 0 AND NOT EXISTS (SELECT 1 FROM audit_logs AS l WHERE l.aggregate = g.id)
 ORDER BY g.id LIMIT $1
