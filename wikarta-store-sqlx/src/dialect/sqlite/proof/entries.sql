-- All entries, chain by chain, with the head that the chain must end at. Texts travel as bytes: one
-- that was altered need not be UTF-8 any more.
SELECT cast(l.aggregate AS BLOB) AS aggregate, l.seq, l.at, cast(l.actor AS BLOB) AS actor,
       cast(l.roles AS BLOB) AS roles, cast(l.action AS BLOB) AS action,
       cast(l.command AS BLOB) AS command, cast(l.trace AS BLOB) AS trace,
       cast(l.data AS BLOB) AS data, cast(l.changes AS BLOB) AS changes, l.hash,
       g.seq AS head_seq, g.hash AS head_hash
  FROM audit_logs AS l INDEXED BY audit_logs_chain
  LEFT JOIN aggregates AS g ON g.id = l.aggregate
 ORDER BY l.aggregate, l.seq
