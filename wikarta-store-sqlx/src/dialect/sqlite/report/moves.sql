-- Entries that moved money between the house and the world, in a span of instants.
SELECT l.aggregate, l.at, l.action, l.data, l.changes
  FROM audit_logs AS l INDEXED BY audit_logs_at
 WHERE l.at >= ?1 AND l.at < ?2
   AND ((l.action GLOB 'payment.*' AND instr(l.data, '"movement":') > 0)
        OR (l.action GLOB 'refund.*' AND instr(l.data, '"gone":{') > 0)
        OR l.action IN ('posting.verified', 'posting.reversed', 'suspense.seen'))
 ORDER BY l.id
