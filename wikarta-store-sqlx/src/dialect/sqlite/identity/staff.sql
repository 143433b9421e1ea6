SELECT u.email, u.body, u.password_hash IS NOT NULL AS can_sign_in,
       (SELECT max(s.seen_at) FROM sessions AS s WHERE s.user_id = u.id) AS seen_at
  FROM users AS u INDEXED BY users_email
 WHERE u.deleted_at IS NULL AND u.email > $1 ORDER BY u.email LIMIT $2
