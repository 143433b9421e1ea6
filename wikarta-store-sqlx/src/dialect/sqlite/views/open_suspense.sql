SELECT body FROM suspense_items
WHERE amount > refunded
ORDER BY found_at DESC, order_id
LIMIT ?1
