-- What was given up, newest first.
SELECT * FROM (
    SELECT id, kind, effect ->> 'order_id' AS order_id, account_id, reason, tries,
           created_at AS since, coalesce(ended_at, created_at) AS ended, trace
      FROM outbox WHERE state = 'dead' ORDER BY ended_at DESC LIMIT $1)
UNION ALL
SELECT * FROM (
    SELECT order_id || ':' || event_key, 'notification', order_id, account_id, reason, tries,
           received_at, coalesce(checked_at, received_at), trace
      FROM webhook_events WHERE state = 'dead' ORDER BY checked_at DESC LIMIT $1)
 ORDER BY ended DESC, id LIMIT $1
