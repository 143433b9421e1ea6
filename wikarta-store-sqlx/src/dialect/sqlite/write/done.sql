UPDATE webhook_events AS e SET notified_at = coalesce(w.value ->> 1, o.created_at)
  FROM json_each($21) AS w CROSS JOIN outbox AS o ON o.id = w.value ->> 0
 WHERE o.kind = 'send' AND o.state = 'waiting' AND e.order_id = o.inbox_order
   AND e.event_key = o.inbox_key;
UPDATE outbox AS o SET
       state = 'done', ended_at = coalesce(w.value ->> 1, o.created_at), lease_until = 0
  FROM json_each($21) AS w
 WHERE o.id = w.value ->> 0 AND o.state = 'waiting';
