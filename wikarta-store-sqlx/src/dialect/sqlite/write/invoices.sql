-- Whose it is and what it bills never changes; leaving that out spares its indexes.
INSERT INTO invoices (id, account_id, subscription_id, period, sequence, document, status, number,
       order_id, total, paid, refunded, credited, kept_back, open_amount, drafted_at, issued_at, due_date, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'subscription_id', value ->> 'period',
       value ->> 'sequence', value ->> 'document', value ->> 'status', value ->> 'number',
       value ->> 'order_id', value ->> 'total', value ->> 'paid', value ->> 'refunded',
       value ->> 'credited', value ->> 'kept_back', value ->> 'open_amount',
       value ->> 'drafted_at', value ->> 'issued_at', value ->> 'due_date', value ->> 'body'
  FROM jsonb_each($8) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       document = excluded.document, status = excluded.status,
       number = excluded.number, order_id = excluded.order_id, total = excluded.total,
       paid = excluded.paid, refunded = excluded.refunded, credited = excluded.credited,
       kept_back = excluded.kept_back, open_amount = excluded.open_amount,
       issued_at = excluded.issued_at,
       due_date = excluded.due_date, body = excluded.body;
