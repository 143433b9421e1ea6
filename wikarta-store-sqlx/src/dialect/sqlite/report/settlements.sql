-- Attempts whose money came in a span, and the ones named.
WITH wanted (id) AS (
    SELECT order_id FROM payments INDEXED BY payments_settled
     WHERE booked > 0 AND settled_at >= ?1 AND settled_at < ?2
    UNION SELECT value FROM json_each(?3))
SELECT y.body, y.account_id, c.code, coalesce(p.name, '') AS name, c.zone, c.kind, i.number
  FROM wanted
 CROSS JOIN payments AS y ON y.order_id = wanted.id
 CROSS JOIN customers AS c ON c.id = y.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = y.account_id
  LEFT JOIN invoices AS i ON i.id = y.invoice_id
