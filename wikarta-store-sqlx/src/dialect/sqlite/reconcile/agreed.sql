UPDATE reconcile_findings AS f
   SET state = CASE WHEN f.run_id = ?1 THEN 'corrected' ELSE 'resolved' END
  FROM json_each(?2) AS t
 WHERE f.order_id = t.value AND f.state IN ('open', 'case')
