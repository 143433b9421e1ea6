INSERT INTO webhook_events (order_id, event_key, state, reason, account_id, trace, received_at,
       verified_at, signed_by, checked_at, updated_at, audited_at, due, gross_amount, hint, payload)
SELECT value ->> 'order_id', value ->> 'event_key', value ->> 'state', value ->> 'reason',
       value ->> 'account_id', value ->> 'trace', value ->> 'received_at', value ->> 'verified_at',
       value ->> 'signed_by',
       value ->> 'updated_at', value ->> 'updated_at', value ->> 'updated_at', value ->> 'due',
       value ->> 'gross_amount', value ->> 'hint', unhex(value ->> 'payload')
  FROM jsonb_each($10);
