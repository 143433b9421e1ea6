UPDATE outbox SET lease_until = $2, tries = tries + 1
 WHERE id = $3 AND state = 'waiting' AND lease_until <= $1
RETURNING id, effect AS work, tries, tries - tries_before AS tries_this_round, trace, created_at AS since, due
