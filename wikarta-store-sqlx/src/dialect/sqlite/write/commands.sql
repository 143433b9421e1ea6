INSERT INTO command_keys (id, request, answer, at)
SELECT value ->> 'id', unhex(value ->> 'request'), value ->> 'answer', value ->> 'at'
  FROM jsonb_each($20);
