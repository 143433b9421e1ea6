INSERT INTO credit_notes (id, account_id, invoice_id, amount, tax, state, requested_by, requested_at,
       approved_at, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'invoice_id', value ->> 'amount',
       value ->> 'tax', value ->> 'state', value ->> 'requested_by', value ->> 'requested_at',
       value ->> 'approved_at', value ->> 'body'
  FROM jsonb_each($26) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       invoice_id = excluded.invoice_id, amount = excluded.amount, tax = excluded.tax,
       state = excluded.state, requested_by = excluded.requested_by,
       requested_at = excluded.requested_at, approved_at = excluded.approved_at,
       body = excluded.body;
