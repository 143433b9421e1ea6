INSERT INTO aggregates (id, version, seq, hash)
SELECT value ->> 'id', value ->> 'version', value ->> 'seq', unhex(value ->> 'hash')
  FROM jsonb_each($1) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       version = excluded.version,
       seq = CASE WHEN excluded.seq > 0 THEN excluded.seq ELSE seq END,
       hash = CASE WHEN excluded.seq > 0 THEN excluded.hash ELSE hash END;
