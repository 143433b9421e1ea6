SELECT channel, state, provider_id FROM notification_jobs WHERE key = ?1
