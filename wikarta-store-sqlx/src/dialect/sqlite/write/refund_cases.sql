INSERT INTO refund_cases (id, account_id, invoice_id, order_id, posting_id, suspense_id,
       route, amount, stage, is_final, tier, tries, requested_by, requested_at, expires_at, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'invoice_id', value ->> 'order_id',
       value ->> 'posting_id', value ->> 'suspense_id', value ->> 'route', value ->> 'amount',
       value ->> 'stage', value ->> 'is_final', value ->> 'tier', value ->> 'tries', value ->> 'requested_by',
       value ->> 'requested_at', value ->> 'expires_at', value ->> 'body'
  FROM jsonb_each($24) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       invoice_id = excluded.invoice_id, order_id = excluded.order_id,
       posting_id = excluded.posting_id, suspense_id = excluded.suspense_id,
       route = excluded.route, amount = excluded.amount,
       stage = excluded.stage, is_final = excluded.is_final, tier = excluded.tier,
       tries = excluded.tries, requested_by = excluded.requested_by,
       requested_at = excluded.requested_at, expires_at = excluded.expires_at,
       body = excluded.body;
