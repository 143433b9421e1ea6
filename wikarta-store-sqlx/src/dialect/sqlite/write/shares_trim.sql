DELETE FROM payment_invoices
 WHERE (order_id, position) IN (
       SELECT s.order_id, s.position
         FROM jsonb_each($12) AS w CROSS JOIN payment_invoices AS s
           ON s.order_id = w.value ->> 'order_id' AND s.position >= w.value ->> 'share_count');
