-- What people did in a span that concerns safety, by act and person.
SELECT l.action AS kind, coalesce(u.name, l.actor) AS subject, count(*) AS seen, max(l.at) AS last
  FROM audit_logs AS l INDEXED BY audit_logs_at
  LEFT JOIN users AS u ON l.actor LIKE 'staff:%' AND u.id = substr(l.actor, 7)
 WHERE l.at >= ?1 AND l.at < ?2 AND (l.action = 'customer.revealed' OR l.action GLOB 'access.*')
 GROUP BY l.action, l.actor
