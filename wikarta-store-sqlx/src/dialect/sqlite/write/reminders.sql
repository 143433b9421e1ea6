INSERT INTO reminders (id, account_id, invoice_id, stage, due_date, speaker_id, state, why, since,
       channel, sent_at, tries, opens_at, closes_at, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'invoice_id', value ->> 'stage',
       value ->> 'due_date', value ->> 'speaker_id', value ->> 'state', value ->> 'why',
       value ->> 'since', value ->> 'channel', value ->> 'sent_at', value ->> 'tries',
       value ->> 'opens_at', value ->> 'closes_at', value ->> 'body'
  FROM jsonb_each($29) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       speaker_id = excluded.speaker_id, state = excluded.state, why = excluded.why,
       since = excluded.since, channel = excluded.channel, sent_at = excluded.sent_at,
       tries = excluded.tries, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
       body = excluded.body;
