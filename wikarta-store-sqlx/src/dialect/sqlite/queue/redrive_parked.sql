UPDATE webhook_events SET
       state = 'parked', due = $3, tries_before = tries, lease_until = 0, checked_at = NULL
 WHERE order_id = $1 AND event_key = $2 AND state = 'dead'
