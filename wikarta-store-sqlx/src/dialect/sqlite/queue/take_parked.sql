-- The oldest takeable one of each order that has none in flight.
UPDATE webhook_events SET lease_until = $2, tries = tries + 1
 WHERE id IN (
       SELECT e.id FROM webhook_events AS e INDEXED BY webhook_events_parked
        WHERE e.state = 'parked' AND e.due <= $1 AND e.lease_until <= $1
          AND NOT EXISTS (
              SELECT 1 FROM webhook_events AS o INDEXED BY webhook_events_parked_order
               WHERE o.state = 'parked' AND o.order_id = e.order_id
                 AND (o.lease_until > $1 OR (o.due <= $1 AND (o.due, o.received_at, o.event_key)
                                                          < (e.due, e.received_at, e.event_key))))
        ORDER BY e.due, e.received_at, e.order_id, e.event_key LIMIT $3)
RETURNING order_id, event_key, hint AS work, tries, tries - tries_before AS tries_this_round, trace, received_at AS since, due
