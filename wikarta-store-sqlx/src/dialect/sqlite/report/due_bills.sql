-- Bills that fall due in a span of days.
WITH wanted (id) AS (
    SELECT id FROM invoices INDEXED BY invoices_due
     WHERE coalesce(due_date, '9999-12-31') >= ?1 AND coalesce(due_date, '9999-12-31') < ?2)
