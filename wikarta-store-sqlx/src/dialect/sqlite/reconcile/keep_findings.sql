INSERT INTO reconcile_findings (id, run_id, order_id, at, kind, state, case_id, body)
SELECT t.value ->> 'id', t.value ->> 'run', t.value ->> 'order_id', t.value ->> 'at',
       t.value ->> 'kind', t.value ->> 'state', t.value ->> 'case', t.value ->> 'body'
  FROM json_each(?1) AS t
 WHERE true
    ON CONFLICT DO NOTHING
