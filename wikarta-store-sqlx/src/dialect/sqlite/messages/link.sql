SELECT invoice_id FROM short_links WHERE hash = ?1
