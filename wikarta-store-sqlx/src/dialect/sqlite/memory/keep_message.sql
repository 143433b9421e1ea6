INSERT INTO notification_jobs
(key, account_id, invoice_id, kind, amount, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, cast(unixepoch('subsec') * 1000000 AS INTEGER))
ON CONFLICT (key) DO NOTHING
