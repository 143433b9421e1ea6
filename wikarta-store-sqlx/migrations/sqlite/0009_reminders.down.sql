DROP INDEX audit_logs_service;
DROP TABLE scheduled_runs;
DROP TABLE reminder_messages;
DROP TABLE reminders;
