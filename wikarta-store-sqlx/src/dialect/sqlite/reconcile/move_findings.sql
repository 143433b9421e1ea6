UPDATE reconcile_findings AS f
   SET state = t.value ->> 'state', case_id = t.value ->> 'case'
  FROM json_each(?1) AS t
 WHERE f.id = t.value ->> 'id'
