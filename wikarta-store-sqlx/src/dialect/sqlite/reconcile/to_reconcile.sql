SELECT order_id FROM (
    SELECT order_id FROM payments INDEXED BY payments_overdue
     WHERE is_open = 1 AND expires_at >= ?2 AND opened_at <= ?3
     UNION
    SELECT order_id FROM payments INDEXED BY payments_settled
     WHERE booked > 0 AND settled_at BETWEEN ?2 AND ?3
     UNION
    SELECT order_id FROM payments INDEXED BY payments_ended
     WHERE is_open = 0 AND expires_at >= ?2 AND opened_at <= ?3
     UNION
    SELECT order_id FROM suspense_items INDEXED BY suspense_items_found
     WHERE found_at BETWEEN ?2 AND ?3
     UNION
    SELECT order_id FROM suspense_items INDEXED BY suspense_items_open
     WHERE account_id IS NULL AND amount > refunded
)
 WHERE order_id > ?1
 ORDER BY order_id
 LIMIT ?4
