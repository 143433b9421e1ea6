INSERT INTO customers (id, code, zone, registered_at, body)
SELECT value ->> 'id', value ->> 'code', value ->> 'zone', value ->> 'registered_at',
       value ->> 'body'
  FROM jsonb_each($2) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       code = excluded.code, zone = excluded.zone, registered_at = excluded.registered_at,
       body = excluded.body;
INSERT INTO accounts (id, credit, suspense)
SELECT value ->> 'id', value ->> 'credit', value ->> 'suspense'
  FROM jsonb_each($2) WHERE true
    ON CONFLICT (id) DO UPDATE SET credit = excluded.credit, suspense = excluded.suspense;
