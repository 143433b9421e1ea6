INSERT INTO reconcile_settlements (id, uploaded_at, uploaded_by, body) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (id) DO UPDATE
   SET uploaded_at = excluded.uploaded_at, uploaded_by = excluded.uploaded_by, body = excluded.body
