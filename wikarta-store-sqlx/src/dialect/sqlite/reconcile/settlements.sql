SELECT s.id, s.uploaded_at AS at, s.body
  FROM reconcile_settlements AS s INDEXED BY reconcile_settlements_newest
 WHERE (s.uploaded_at, s.id) < (?1, ?2)
 ORDER BY s.uploaded_at DESC, s.id DESC
 LIMIT ?3
