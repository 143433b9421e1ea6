INSERT INTO reminder_messages (channel, provider_id, reminder_id)
SELECT value ->> 'channel', value ->> 'provider_id', value ->> 'reminder_id'
  FROM jsonb_each($30) WHERE true
    ON CONFLICT (channel, provider_id, reminder_id) DO NOTHING;
