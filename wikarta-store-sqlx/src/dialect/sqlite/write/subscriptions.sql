INSERT INTO subscriptions (id, account_id, package_id, price, starts_on, status, mode, billed_until,
       ends_on, termination, charges, deposit, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'package_id', value ->> 'price',
       value ->> 'starts_on', value ->> 'status', value ->> 'mode', value ->> 'billed_until',
       value ->> 'ends_on', value ->> 'termination', value ->> 'charges',
       value ->> 'deposit', value ->> 'body'
  FROM jsonb_each($5) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       package_id = excluded.package_id, price = excluded.price,
       starts_on = excluded.starts_on, status = excluded.status, mode = excluded.mode,
       billed_until = excluded.billed_until,
       ends_on = excluded.ends_on, termination = excluded.termination,
       charges = excluded.charges, deposit = excluded.deposit, body = excluded.body;
