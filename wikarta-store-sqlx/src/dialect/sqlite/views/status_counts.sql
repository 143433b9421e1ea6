SELECT status, count(*) AS count FROM invoices GROUP BY status
