-- What changed rows of a kind from an entry on, oldest first.
SELECT l.at, c.value ->> '$.id' AS id, c.value AS change
  FROM audit_logs AS l
 CROSS JOIN json_each(l.changes) AS c
 WHERE l.id >= ?1 AND instr(l.changes, '"entity":"' || ?2 || '"') > 0
   AND c.value ->> '$.entity' = ?2
 ORDER BY l.id, c.key
