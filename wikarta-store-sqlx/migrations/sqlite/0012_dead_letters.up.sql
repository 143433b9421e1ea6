-- Notifications that were given up, newest first.
CREATE INDEX webhook_events_dead ON webhook_events (checked_at) WHERE state = 'dead';
