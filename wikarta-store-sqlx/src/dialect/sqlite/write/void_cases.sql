INSERT INTO void_cases (id, account_id, invoice_id, amount, stage, is_final, tier, requested_by,
       requested_at, expires_at, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'invoice_id', value ->> 'amount',
       value ->> 'stage', value ->> 'is_final', value ->> 'tier', value ->> 'requested_by',
       value ->> 'requested_at', value ->> 'expires_at', value ->> 'body'
  FROM jsonb_each($25) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       invoice_id = excluded.invoice_id, amount = excluded.amount, stage = excluded.stage,
       is_final = excluded.is_final, tier = excluded.tier, requested_by = excluded.requested_by,
       requested_at = excluded.requested_at, expires_at = excluded.expires_at,
       body = excluded.body;
