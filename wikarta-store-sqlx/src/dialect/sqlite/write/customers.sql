INSERT INTO customers (id, code, zone, kind, registered_at, registered_by, deleted_at,
       body)
SELECT value ->> 'id', value ->> 'code', value ->> 'zone', value ->> 'kind',
       value ->> 'registered_at', value ->> 'registered_by', value ->> 'deleted_at',
       value ->> 'body'
  FROM jsonb_each($2) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       code = excluded.code, zone = excluded.zone, kind = excluded.kind,
       registered_at = excluded.registered_at, registered_by = excluded.registered_by,
       deleted_at = excluded.deleted_at,
       body = excluded.body;
INSERT INTO accounts (id, credit, suspense)
SELECT value ->> 'id', value ->> 'credit', value ->> 'suspense'
  FROM jsonb_each($2) WHERE true
    ON CONFLICT (id) DO UPDATE SET credit = excluded.credit, suspense = excluded.suspense;
