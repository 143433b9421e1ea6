INSERT INTO reconcile_runs (id, started_at, ended_at, body) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, body = excluded.body
