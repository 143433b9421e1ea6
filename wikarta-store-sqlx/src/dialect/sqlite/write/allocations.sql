INSERT INTO allocations (invoice_id, position, source, order_id, posting_id, suspense_id, amount,
       refunded)
SELECT value ->> 'invoice_id', value ->> 'position', value ->> 'source', value ->> 'order_id',
       value ->> 'posting_id', value ->> 'suspense_id', value ->> 'amount', value ->> 'refunded'
  FROM jsonb_each($14) WHERE true
    ON CONFLICT (invoice_id, position) DO UPDATE SET
       source = excluded.source, order_id = excluded.order_id, posting_id = excluded.posting_id,
       suspense_id = excluded.suspense_id, amount = excluded.amount, refunded = excluded.refunded
 WHERE (source, order_id, posting_id, suspense_id, amount, refunded) IS NOT
       (excluded.source, excluded.order_id, excluded.posting_id, excluded.suspense_id,
        excluded.amount, excluded.refunded);
