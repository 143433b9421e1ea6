DROP TRIGGER captured_messages_erased;
DROP TABLE captured_messages;
DROP TABLE short_links;
ALTER TABLE notification_jobs RENAME TO notification_jobs_after;
DROP INDEX notification_jobs_invoice;
DROP INDEX notification_jobs_provider;
CREATE TABLE notification_jobs (
    key        TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    kind       TEXT NOT NULL,
    amount     INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notification_jobs_invoice ON notification_jobs (invoice_id);
INSERT INTO notification_jobs
SELECT key, account_id, invoice_id, kind, amount, min(created_at)
  FROM notification_jobs_after WHERE state = 'accepted' GROUP BY key;
DROP TABLE notification_jobs_after;
