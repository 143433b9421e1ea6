INSERT INTO customer_personal (account_id, key, name, phone, email, address, identity, payout)
SELECT value ->> 'account_id', unhex(value ->> 'key'), value ->> 'name', value ->> 'phone',
       value ->> 'email', value ->> 'address', unhex(value ->> 'identity'),
       unhex(value ->> 'payout')
  FROM jsonb_each($3) WHERE true
    ON CONFLICT (account_id) DO UPDATE SET
       key = excluded.key, name = excluded.name, phone = excluded.phone, email = excluded.email,
       address = excluded.address, identity = excluded.identity, payout = excluded.payout;
DELETE FROM customer_lookup
 WHERE account_id IN (SELECT value ->> 'account_id' FROM jsonb_each($3));
INSERT INTO customer_lookup (kind, hash, account_id)
SELECT l.value ->> 0, unhex(l.value ->> 1), w.value ->> 'account_id'
  FROM jsonb_each($3) AS w CROSS JOIN jsonb_each(w.value, '$.lookups') AS l WHERE true
    ON CONFLICT DO NOTHING;
