-- Refunds that were asked for in a span.
SELECT r.id, r.requested_at AS at, r.body, r.account_id, c.code, coalesce(p.name, '') AS name,
       c.zone, c.kind, i.number, y.channel
  FROM refund_cases AS r INDEXED BY refund_cases_newest
 CROSS JOIN customers AS c ON c.id = r.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = r.account_id
  LEFT JOIN invoices AS i ON i.id = r.invoice_id
  LEFT JOIN payments AS y ON y.order_id = r.order_id
 WHERE r.requested_at >= ?1 AND r.requested_at < ?2
 ORDER BY r.requested_at, r.id
