UPDATE webhook_events AS e SET
       state = w.value ->> 'state', reason = w.value ->> 'reason',
       read_status = w.value ->> 'read_status', lease_until = 0,
       account_id = coalesce(w.value ->> 'account_id', e.account_id),
       checked_at = w.value ->> 'at', updated_at = w.value ->> 'at', audited_at = w.value ->> 'at',
       event_key = CASE w.value ->> 'state'
           WHEN 'refuted' THEN e.event_key || '#' || (
               SELECT count(*) + 1 FROM webhook_events AS o
                WHERE o.order_id = e.order_id AND o.event_key > e.event_key || '#'
                  AND o.event_key < e.event_key || '$')
           ELSE e.event_key END
  FROM jsonb_each($11) AS w
 WHERE e.order_id = w.value ->> 'order_id' AND e.event_key = w.value ->> 'event_key';
