INSERT INTO audit_entities (entity, entity_id, audit_id)
SELECT w.value ->> 0, w.value ->> 1, l.id
  FROM jsonb_each($19) AS w CROSS JOIN audit_logs AS l
    ON l.aggregate = w.value ->> 2 AND l.seq = w.value ->> 3;
