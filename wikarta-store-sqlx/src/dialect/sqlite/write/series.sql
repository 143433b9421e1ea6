INSERT INTO number_series (month, last, body)
SELECT value ->> 'month', value ->> 'last', value ->> 'body'
  FROM jsonb_each($6) WHERE true
    ON CONFLICT (month) DO UPDATE SET last = excluded.last, body = excluded.body;
