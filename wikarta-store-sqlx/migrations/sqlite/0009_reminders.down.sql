DROP TABLE reminder_messages;
DROP TABLE reminders;
