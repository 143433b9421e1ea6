INSERT INTO subscriptions (id, account_id, package_id, price, starts_on, status, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'package_id', value ->> 'price',
       value ->> 'starts_on', value ->> 'status', value ->> 'body'
  FROM jsonb_each($5) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       package_id = excluded.package_id, price = excluded.price,
       starts_on = excluded.starts_on, status = excluded.status, body = excluded.body;
