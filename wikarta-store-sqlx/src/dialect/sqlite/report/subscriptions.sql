-- Subscriptions that run now, and the ones named.
WITH wanted (id) AS (
    SELECT id FROM subscriptions INDEXED BY subscriptions_status
     WHERE status IN ('ACTIVE', 'ISOLATED')
    UNION SELECT value FROM json_each(?1))
SELECT s.id, s.body FROM wanted CROSS JOIN subscriptions AS s ON s.id = wanted.id
