INSERT INTO manual_payments (id, account_id, method, amount, refunded, received_on, evidence, state,
       recorded_by, recorded_at, verified_at, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'method', value ->> 'amount',
       value ->> 'refunded', value ->> 'received_on', value ->> 'evidence', value ->> 'state',
       value ->> 'recorded_by', value ->> 'recorded_at', value ->> 'verified_at', value ->> 'body'
  FROM jsonb_each($23) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       method = excluded.method, amount = excluded.amount, refunded = excluded.refunded,
       received_on = excluded.received_on, evidence = excluded.evidence, state = excluded.state,
       recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at,
       verified_at = excluded.verified_at, body = excluded.body;
