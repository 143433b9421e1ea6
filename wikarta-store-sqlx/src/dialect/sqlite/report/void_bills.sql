-- Numbered bills that were taken back, whenever.
WITH wanted (id) AS (
    SELECT id FROM invoices INDEXED BY invoices_void
     WHERE document = 'void' AND number IS NOT NULL AND issued_at < ?1)
