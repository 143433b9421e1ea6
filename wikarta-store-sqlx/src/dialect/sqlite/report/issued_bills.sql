-- Bills that were issued in a span of instants.
WITH wanted (id) AS (
    SELECT id FROM invoices INDEXED BY invoices_issued WHERE issued_at >= ?1 AND issued_at < ?2)
