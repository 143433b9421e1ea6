INSERT INTO notification_jobs
(key, channel, account_id, invoice_id, kind, amount, state, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'handing', ?7, ?7)
ON CONFLICT (key, channel) DO UPDATE SET state = 'handing', reason = '', updated_at = ?7
 WHERE state IN ('passing', 'permanent') OR (?8 AND state IN ('handing', 'unknown'))
