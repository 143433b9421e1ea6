-- The entries of bills that were taken back, with what each changed.
SELECT w.value AS id, l.at, l.changes
  FROM json_each(?1) AS w
 CROSS JOIN audit_entities AS e ON e.entity = 'invoice' AND e.entity_id = w.value
 CROSS JOIN audit_logs AS l ON l.id = e.audit_id
 ORDER BY l.id
