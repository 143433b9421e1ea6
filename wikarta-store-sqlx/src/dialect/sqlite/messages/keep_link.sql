INSERT INTO short_links (hash, invoice_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING
