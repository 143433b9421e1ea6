-- Bills that are due between two days, with the customer's zone and the first money that came.
-- $1 the first day, $2 the last.
SELECT i.id, c.zone, i.due_date, i.issued_at, i.document, i.open_amount, i.paid,
       (SELECT min(p.settled_at) FROM allocations AS l CROSS JOIN payments AS p ON p.order_id = l.order_id
         WHERE l.invoice_id = i.id) AS settled_at,
       (SELECT min(m.verified_at)
          FROM allocations AS l CROSS JOIN manual_payments AS m ON m.id = l.posting_id
         WHERE l.invoice_id = i.id) AS verified_at
  FROM invoices AS i INDEXED BY invoices_due
 CROSS JOIN customers AS c ON c.id = i.account_id
 WHERE coalesce(i.due_date, '9999-12-31') BETWEEN ?1 AND ?2 AND i.issued_at IS NOT NULL
