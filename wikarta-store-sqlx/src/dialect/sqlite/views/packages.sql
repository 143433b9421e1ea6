SELECT k.body, (SELECT count(*) FROM subscriptions s
                WHERE s.package_id = k.id AND s.status <> 'TERMINATED') AS subscribers
FROM packages k
WHERE k.deleted_at IS NULL
ORDER BY k.price, k.code
LIMIT 500
