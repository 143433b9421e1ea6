SELECT body FROM users INDEXED BY users_email
 WHERE deleted_at IS NULL AND email > $1 ORDER BY email LIMIT $2
