UPDATE webhook_events SET due = $3, reason = $4, lease_until = 0
 WHERE order_id = $1 AND event_key = $2 AND state = 'parked'
