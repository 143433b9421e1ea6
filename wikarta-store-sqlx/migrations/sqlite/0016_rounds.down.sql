ALTER TABLE webhook_events DROP COLUMN tries_before;
ALTER TABLE outbox DROP COLUMN tries_before;
