DROP TABLE notification_jobs;
DROP TABLE command_keys;
DROP TABLE outbox;
DROP TABLE webhook_events;
