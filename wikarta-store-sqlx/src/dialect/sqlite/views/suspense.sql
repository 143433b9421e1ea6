SELECT body FROM suspense_items WHERE order_id = ?1
