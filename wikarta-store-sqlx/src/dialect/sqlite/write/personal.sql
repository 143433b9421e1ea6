INSERT INTO customer_personal (account_id, key, name, phone, email, address)
SELECT value ->> 'account_id', unhex(value ->> 'key'), value ->> 'name', value ->> 'phone',
       value ->> 'email', value ->> 'address'
  FROM jsonb_each($3) WHERE true
    ON CONFLICT (account_id) DO UPDATE SET
       key = excluded.key, name = excluded.name, phone = excluded.phone, email = excluded.email,
       address = excluded.address;
