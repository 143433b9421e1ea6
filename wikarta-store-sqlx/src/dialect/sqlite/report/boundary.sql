-- From which entry on the trail tells of an instant or later.
SELECT min(id) FROM audit_logs INDEXED BY audit_logs_at WHERE at >= ?1
