INSERT INTO allocations (invoice_id, position, order_id, amount, refunded)
SELECT value ->> 'invoice_id', value ->> 'position', value ->> 'order_id', value ->> 'amount',
       value ->> 'refunded'
  FROM jsonb_each($14) WHERE true
    ON CONFLICT (invoice_id, position) DO UPDATE SET
       order_id = excluded.order_id, amount = excluded.amount, refunded = excluded.refunded
 WHERE (order_id, amount, refunded) IS NOT
       (excluded.order_id, excluded.amount, excluded.refunded);
