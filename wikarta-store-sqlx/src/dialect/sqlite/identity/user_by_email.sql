SELECT body, password_hash FROM users WHERE email = ?1 AND deleted_at IS NULL
