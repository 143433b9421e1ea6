UPDATE outbox SET state = 'waiting', ended_at = NULL, due = $2, tries_before = tries, lease_until = 0
 WHERE id = $1 AND state = 'dead'
