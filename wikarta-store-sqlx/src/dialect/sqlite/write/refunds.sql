INSERT INTO refunds (order_id, key, amount, confirmed, origin)
SELECT value ->> 'order_id', value ->> 'key', value ->> 'amount', value ->> 'confirmed',
       value ->> 'origin'
  FROM jsonb_each($15) WHERE true
    ON CONFLICT (order_id, key) DO UPDATE SET
       amount = excluded.amount, confirmed = excluded.confirmed, origin = excluded.origin;
