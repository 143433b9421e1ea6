INSERT INTO policy (id, version, proposed, body)
SELECT 'seller', value ->> 'version', value ->> 'proposed', value ->> 'body'
  FROM jsonb_each($31) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       version = excluded.version, proposed = excluded.proposed, body = excluded.body;
-- What was in force stays as it was.
INSERT INTO policies (version, stored_at, proposed_by, approved_by, reason, body)
SELECT value ->> 'version', value ->> 'since', value ->> 'proposed_by', value ->> 'approved_by',
       value ->> 'reason', value ->> 'policy'
  FROM jsonb_each($31) WHERE true
    ON CONFLICT (version) DO NOTHING;
