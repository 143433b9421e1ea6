-- Reminders whose moment lay in a span, with the first payment of each bill that came after they
-- were sent.
SELECT r.body, r.sent_at,
       (SELECT min(y.settled_at) FROM payment_invoices AS x
         CROSS JOIN payments AS y ON y.order_id = x.order_id
         WHERE x.invoice_id = r.invoice_id AND y.booked > 0 AND y.settled_at > r.sent_at) AS paid_at,
       (SELECT x.amount FROM payment_invoices AS x
         CROSS JOIN payments AS y ON y.order_id = x.order_id
         WHERE x.invoice_id = r.invoice_id AND y.booked > 0 AND y.settled_at > r.sent_at
         ORDER BY y.settled_at LIMIT 1) AS paid,
       (SELECT min(n.opens_at) FROM reminders AS n INDEXED BY reminders_account
         WHERE n.account_id = r.account_id AND n.opens_at > r.opens_at
           AND n.invoice_id = r.invoice_id) AS next_at
  FROM reminders AS r INDEXED BY reminders_opens
 WHERE r.opens_at >= ?1 AND r.opens_at < ?2
