-- Ends an effect as done: what it was sent for is notified.
UPDATE webhook_events AS e SET notified_at = $2
  FROM outbox AS o
 WHERE o.id = $1 AND o.state = 'waiting' AND o.kind = 'send'
   AND e.order_id = o.inbox_order AND e.event_key = o.inbox_key;
UPDATE outbox SET state = 'done', ended_at = $2, lease_until = 0
 WHERE id = $1 AND state = 'waiting';
