-- Bills of which something is open now, and the ones named.
WITH wanted (id) AS (
    SELECT id FROM invoices INDEXED BY invoices_open_due WHERE open_amount > 0
    UNION SELECT value FROM json_each(?1))
