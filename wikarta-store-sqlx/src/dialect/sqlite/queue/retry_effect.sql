UPDATE outbox SET due = $2, reason = $3, lease_until = 0 WHERE id = $1 AND state = 'waiting'
