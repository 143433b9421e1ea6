UPDATE notification_jobs SET state = ?3, provider_id = ?4, reason = ?5, updated_at = ?6
 WHERE key = ?1 AND channel = ?2 AND state <> 'accepted'
