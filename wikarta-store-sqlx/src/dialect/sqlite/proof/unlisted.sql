-- Entries that changed something under which they are not listed.
SELECT DISTINCT cast(l.aggregate AS BLOB) AS aggregate, l.seq
  FROM audit_logs AS l
 CROSS JOIN json_each(CASE WHEN json_valid(l.changes) THEN l.changes ELSE '[]' END) AS c
  LEFT JOIN audit_entities AS e
    ON e.entity = c.value ->> 'entity' AND e.entity_id = c.value ->> 'id' AND e.audit_id = l.id
 WHERE e.audit_id IS NULL
 LIMIT $1
