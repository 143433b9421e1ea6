SELECT user_id, created_at, seen_at, expires_at FROM sessions WHERE id_hash = ?1
