SELECT key, account_id, invoice_id, kind, created_at FROM notification_jobs WHERE channel = ?1 AND provider_id = ?2
