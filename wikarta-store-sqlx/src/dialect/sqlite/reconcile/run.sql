SELECT r.id, r.started_at AS at, r.body,
       (SELECT json_group_array(json_object('kind', kind, 'state', state, 'count', n))
          FROM (SELECT kind, state, count(*) AS n FROM reconcile_findings
                 WHERE run_id = r.id GROUP BY kind, state ORDER BY kind, state)) AS findings,
       (SELECT count(DISTINCT order_id) FROM reconcile_findings WHERE run_id = r.id) AS differing
  FROM reconcile_runs AS r
 WHERE r.id = ?1
