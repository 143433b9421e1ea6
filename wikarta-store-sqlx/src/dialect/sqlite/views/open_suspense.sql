SELECT order_id AS id, found_at AS at, body FROM suspense_items INDEXED BY suspense_items_open
 WHERE account_id IS NULL AND amount > refunded AND (found_at, order_id) < (?1, ?2)
 ORDER BY found_at DESC, order_id DESC
 LIMIT ?3
