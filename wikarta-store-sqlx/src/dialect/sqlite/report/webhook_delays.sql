-- From the arrival of a notification to the books being changed, in microseconds.
SELECT updated_at - received_at
  FROM webhook_events INDEXED BY webhook_events_received
 WHERE received_at >= ?1 AND received_at < ?2 AND state = 'applied' AND updated_at IS NOT NULL
