-- The entry before the first one of each chain that was written from $1 on.
WITH bounds AS (
    SELECT aggregate, coalesce(min(seq) FILTER (WHERE at >= $1), max(seq) + 1) AS first
      FROM audit_logs GROUP BY aggregate)
SELECT l.aggregate, l.seq, l.hash
  FROM bounds AS b JOIN audit_logs AS l ON l.aggregate = b.aggregate AND l.seq = b.first - 1
 ORDER BY l.aggregate
