SELECT count(*) AS count FROM notification_jobs WHERE invoice_id = ?1 AND state = 'accepted'
