-- Reminders of bills that are due between two days. $1 the first, $2 the last.
SELECT r.body
  FROM invoices AS i INDEXED BY invoices_due
 CROSS JOIN reminders AS r ON r.invoice_id = i.id
 WHERE coalesce(i.due_date, '9999-12-31') BETWEEN ?1 AND ?2
