SELECT number, body FROM audit_seals WHERE number > $1 ORDER BY number
