SELECT r.body, a.version FROM roster AS r JOIN aggregates AS a ON a.id = 'roster:staff'
 WHERE r.id = 'staff'
