SELECT p.order_id FROM payments AS p INDEXED BY payments_overdue
 WHERE p.is_open = 1 AND p.expires_at < $1
   AND NOT EXISTS (SELECT 1 FROM cases AS c INDEXED BY cases_account
                    WHERE c.account_id = p.account_id AND c.order_id = p.order_id AND c.kind = $3)
 ORDER BY p.expires_at, p.order_id LIMIT $2
