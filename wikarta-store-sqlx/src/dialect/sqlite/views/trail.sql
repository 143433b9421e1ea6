SELECT l.seq, l.at, l.actor, u.name AS actor_name, l.roles, l.action, l.trace, l.changes,
       l.data, lower(hex(l.hash)) AS hash
FROM audit_entities e
JOIN audit_logs l ON l.id = e.audit_id
LEFT JOIN users u ON l.actor LIKE 'staff:%' AND u.id = substr(l.actor, 7)
WHERE e.entity = ?1 AND e.entity_id = ?2 AND (?3 IS NULL OR l.actor = ?3)
ORDER BY e.audit_id DESC
LIMIT ?4
