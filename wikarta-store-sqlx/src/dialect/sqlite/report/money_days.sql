-- When money came, by order or by what was recorded by hand: an instant or a civil day.
SELECT w.value AS id,
       (SELECT settled_at FROM payments WHERE order_id = w.value) AS paid_at,
       (SELECT coalesce(settled_at, found_at) FROM suspense_items WHERE order_id = w.value) AS found_at,
       (SELECT received_on FROM manual_payments WHERE id = w.value) AS received_on
  FROM json_each(?1) AS w
