INSERT INTO cases (id, account_id, kind, state, order_id, invoice_id, amount, opened_at, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'kind', value ->> 'state',
       value ->> 'order_id', value ->> 'invoice_id', value ->> 'amount', value ->> 'opened_at',
       value ->> 'body'
  FROM jsonb_each($16) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       state = excluded.state, order_id = excluded.order_id, invoice_id = excluded.invoice_id,
       amount = excluded.amount, body = excluded.body;
