-- Opens the one transaction and names the changes that lost: a version that moved on, a key that
-- exists, work that is not there to be ended. The lists hold [change, key …].
-- $1 versions, $2 commands, $3 arrivals, $4 settled, $5 done effects, $6 planned effects,
-- $7 orders with the account that writes them: an order that is another's stays there.
BEGIN IMMEDIATE;
SELECT w.value ->> 0 AS change
  FROM json_each($1) AS w LEFT JOIN aggregates AS g ON g.id = w.value ->> 1
 WHERE coalesce(g.version, 0) <> w.value ->> 2
UNION
SELECT w.value ->> 0
  FROM json_each($2) AS w CROSS JOIN command_keys AS c ON c.id = w.value ->> 1
UNION
SELECT w.value ->> 0
  FROM json_each($3) AS w CROSS JOIN webhook_events AS e
    ON e.order_id = w.value ->> 1 AND e.event_key = w.value ->> 2
UNION
SELECT w.value ->> 0
  FROM json_each($4) AS w LEFT JOIN webhook_events AS e
    ON e.order_id = w.value ->> 1 AND e.event_key = w.value ->> 2
 WHERE e.state IS NOT 'parked'
UNION
SELECT w.value ->> 0
  FROM json_each($5) AS w LEFT JOIN outbox AS o ON o.id = w.value ->> 1
 WHERE o.state IS NOT 'waiting'
UNION
SELECT w.value ->> 0
  FROM json_each($6) AS w CROSS JOIN outbox AS o ON o.id = w.value ->> 1
UNION
SELECT w.value ->> 0
  FROM json_each($7) AS w CROSS JOIN payments AS p ON p.order_id = w.value ->> 1
 WHERE p.account_id <> w.value ->> 2;
