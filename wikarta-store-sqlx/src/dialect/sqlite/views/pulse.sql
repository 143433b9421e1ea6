-- When the gateway was last heard, and what was found by asking since.
WITH heard AS (
    SELECT (SELECT received_at FROM webhook_events WHERE state <> 'probe' ORDER BY id DESC LIMIT 1)
           AS at)
SELECT h.at AS heard, count(l.id) AS found, min(l.at) AS first_found
  FROM heard AS h
  LEFT JOIN audit_logs AS l
    ON l.at > coalesce(h.at, 0) AND l.action = 'payment.settled' AND l.command GLOB 'eff_*'
