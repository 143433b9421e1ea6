-- Notifications signed with a key that is being replaced.
SELECT count(*) FROM webhook_events INDEXED BY webhook_events_received
 WHERE received_at >= ?1 AND received_at < ?2 AND signed_by > 0
