-- Steps of dunning, and the names that providers gave to their messages.

CREATE TABLE reminders (
    id         TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES customers (id),
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    stage      TEXT NOT NULL,             -- ISSUE, T-7, T+3
    due_date   TEXT NOT NULL,             -- the one it was planned for
    speaker_id TEXT NOT NULL,             -- whose message speaks for it; its own id where it leads
    state      TEXT NOT NULL,
    why        TEXT,
    since      INTEGER,                   -- since when there was no need to send it
    channel    TEXT,                      -- that took it first
    sent_at    INTEGER,
    tries      INTEGER NOT NULL,
    opens_at   INTEGER NOT NULL,
    closes_at  INTEGER NOT NULL,
    body       TEXT NOT NULL,
    UNIQUE (invoice_id, stage, due_date)
) STRICT;
CREATE INDEX reminders_account ON reminders (account_id, opens_at, id);
CREATE INDEX reminders_speaker ON reminders (speaker_id);
CREATE INDEX reminders_opens ON reminders (opens_at, id);

-- One name can stand for several reminders only where a provider gives it twice.
CREATE TABLE reminder_messages (
    channel     TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    reminder_id TEXT NOT NULL REFERENCES reminders (id),
    PRIMARY KEY (channel, provider_id, reminder_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminder_messages_reminder ON reminder_messages (reminder_id);

-- The last day that each daily run was done for.
CREATE TABLE scheduled_runs (
    name TEXT NOT NULL PRIMARY KEY,
    day  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The feed of the network: short, and in the order of the journal.
CREATE INDEX audit_logs_service ON audit_logs (id)
    WHERE action IN ('subscription.isolated', 'subscription.restored');
