INSERT INTO outbox (id, kind, state, due, account_id, inbox_order, inbox_key, trace, created_at,
       effect)
SELECT value ->> 'id', value ->> 'kind', 'waiting', value ->> 'due', value ->> 'account_id',
       value ->> 'inbox_order', value ->> 'inbox_key', value ->> 'trace', value ->> 'created_at',
       value ->> 'effect'
  FROM jsonb_each($22);
