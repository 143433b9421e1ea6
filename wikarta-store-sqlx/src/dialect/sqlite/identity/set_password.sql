UPDATE users SET password_hash = ?2 WHERE email = ?1 AND deleted_at IS NULL
