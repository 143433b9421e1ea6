INSERT INTO promos (id, code, name, state, from_day, until_day, proposed_at, body)
SELECT value ->> 'id', value ->> 'code', value ->> 'name', value ->> 'state',
       value ->> 'from_day', value ->> 'until_day', value ->> 'proposed_at', value ->> 'body'
  FROM jsonb_each($27) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       code = excluded.code, name = excluded.name, state = excluded.state,
       from_day = excluded.from_day, until_day = excluded.until_day,
       proposed_at = excluded.proposed_at, body = excluded.body;
