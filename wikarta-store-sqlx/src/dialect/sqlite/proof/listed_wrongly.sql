-- Listings of entries that are not there, or did not change what they are listed under.
SELECT cast(coalesce(l.aggregate, e.entity || ' ' || e.entity_id) AS BLOB) AS aggregate,
       coalesce(l.seq, 0) AS seq
  FROM audit_entities AS e LEFT JOIN audit_logs AS l ON l.id = e.audit_id
 WHERE NOT EXISTS (
       SELECT 1
         FROM json_each(CASE WHEN json_valid(l.changes) THEN l.changes ELSE '[]' END) AS c
        WHERE c.value ->> 'entity' = e.entity AND c.value ->> 'id' = e.entity_id)
 LIMIT $1
