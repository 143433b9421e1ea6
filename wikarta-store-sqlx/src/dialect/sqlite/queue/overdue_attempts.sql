SELECT order_id FROM payments INDEXED BY payments_overdue
 WHERE is_open = 1 AND expires_at < $1 ORDER BY expires_at LIMIT $2
