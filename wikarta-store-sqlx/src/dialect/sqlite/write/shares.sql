INSERT INTO payment_invoices (order_id, position, invoice_id, amount)
SELECT value ->> 'order_id', value ->> 'position', value ->> 'invoice_id', value ->> 'amount'
  FROM jsonb_each($13) WHERE true
    ON CONFLICT (order_id, position) DO UPDATE SET
       invoice_id = excluded.invoice_id, amount = excluded.amount
 WHERE (invoice_id, amount) IS NOT (excluded.invoice_id, excluded.amount);
