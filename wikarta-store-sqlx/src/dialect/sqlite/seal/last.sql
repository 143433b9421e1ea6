SELECT number, body FROM audit_seals ORDER BY number DESC LIMIT 1
