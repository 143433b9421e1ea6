UPDATE outbox SET state = 'dead', ended_at = $2, reason = $3, lease_until = 0
 WHERE id = $1 AND state = 'waiting'
