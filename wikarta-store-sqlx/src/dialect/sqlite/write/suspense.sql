INSERT INTO suspense_items (order_id, amount, refunded, status, settled_at, found_at, account_id,
       body)
SELECT value ->> 'order_id', value ->> 'amount', value ->> 'refunded', value ->> 'status',
       value ->> 'settled_at', value ->> 'found_at', value ->> 'account_id', value ->> 'body'
  FROM jsonb_each($17) WHERE true
    ON CONFLICT (order_id) DO UPDATE SET
       amount = excluded.amount, refunded = excluded.refunded, status = excluded.status,
       settled_at = excluded.settled_at, found_at = excluded.found_at,
       account_id = excluded.account_id, body = excluded.body;
