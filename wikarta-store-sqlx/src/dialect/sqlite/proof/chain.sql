-- As all entries, of one chain.
SELECT cast(l.aggregate AS BLOB) AS aggregate, l.seq, l.at, cast(l.actor AS BLOB) AS actor,
       cast(l.roles AS BLOB) AS roles, cast(l.action AS BLOB) AS action,
       cast(l.command AS BLOB) AS command, cast(l.trace AS BLOB) AS trace,
       cast(l.data AS BLOB) AS data, cast(l.changes AS BLOB) AS changes, l.hash,
       g.seq AS head_seq, g.hash AS head_hash
  FROM audit_logs AS l INDEXED BY audit_logs_chain
  LEFT JOIN aggregates AS g ON g.id = l.aggregate
 WHERE l.aggregate = $1
 ORDER BY l.seq
