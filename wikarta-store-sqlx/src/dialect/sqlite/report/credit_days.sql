-- When credit was put on bills after their issue, the last time.
SELECT w.value AS id,
       (SELECT max(l.at) FROM audit_entities AS e
         CROSS JOIN audit_logs AS l ON l.id = e.audit_id AND l.action = 'credit.applied'
         WHERE e.entity = 'invoice' AND e.entity_id = w.value) AS at
  FROM json_each(?1) AS w
