UPDATE webhook_events SET state = 'dead', reason = $4, lease_until = 0, checked_at = $3
 WHERE order_id = $1 AND event_key = $2 AND state = 'parked'
