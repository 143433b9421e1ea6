-- The entries of each chain from its first one at or after $1 to its last one before $2.
WITH bounds AS (
    SELECT aggregate, min(seq) FILTER (WHERE at >= $1) AS first,
           max(seq) FILTER (WHERE at < $2) AS last
      FROM audit_logs GROUP BY aggregate)
SELECT cast(l.aggregate AS BLOB) AS aggregate, l.seq, l.at, cast(l.actor AS BLOB) AS actor,
       cast(l.roles AS BLOB) AS roles, cast(l.action AS BLOB) AS action,
       cast(l.command AS BLOB) AS command, cast(l.trace AS BLOB) AS trace,
       cast(l.data AS BLOB) AS data, cast(l.changes AS BLOB) AS changes, l.hash,
       NULL AS head_seq, NULL AS head_hash
  FROM bounds AS b CROSS JOIN audit_logs AS l INDEXED BY audit_logs_chain
    ON l.aggregate = b.aggregate AND l.seq BETWEEN b.first AND b.last
 ORDER BY l.aggregate, l.seq
