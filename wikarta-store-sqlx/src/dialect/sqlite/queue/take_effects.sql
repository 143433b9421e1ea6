UPDATE outbox SET lease_until = $2, tries = tries + 1
 WHERE rowid IN (
       SELECT rowid FROM outbox INDEXED BY outbox_waiting
        WHERE state = 'waiting' AND due <= $1 AND lease_until <= $1
        ORDER BY due, created_at, id LIMIT $3)
RETURNING id, effect AS work, tries, tries - tries_before AS tries_this_round, trace, created_at AS since, due
