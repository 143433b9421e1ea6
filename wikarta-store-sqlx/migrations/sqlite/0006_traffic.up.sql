-- What came in, what has to go out, and what was answered.

CREATE TABLE webhook_events (
    id           INTEGER PRIMARY KEY,
    order_id     TEXT NOT NULL,
    event_key    TEXT NOT NULL,           -- a refuted one is renamed to key#n
    state        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    account_id   TEXT,
    trace        TEXT NOT NULL,
    received_at  INTEGER NOT NULL,
    verified_at  INTEGER NOT NULL,
    signed_by    INTEGER NOT NULL,        -- which of our keys: 0 the newest, 1 the one before
    checked_at   INTEGER,
    updated_at   INTEGER,
    audited_at   INTEGER,
    notified_at  INTEGER,
    due          INTEGER NOT NULL,
    lease_until  INTEGER NOT NULL DEFAULT 0,
    tries        INTEGER NOT NULL DEFAULT 0,
    read_status  TEXT,                    -- what the gateway said when it was asked
    gross_amount TEXT,                    -- as the gateway wrote it
    hint         TEXT NOT NULL,
    payload      BLOB NOT NULL            -- the body as received, byte for byte
) STRICT;
CREATE UNIQUE INDEX webhook_events_key ON webhook_events (order_id, event_key);
CREATE INDEX webhook_events_parked ON webhook_events (due, id) WHERE state = 'parked';
CREATE INDEX webhook_events_parked_order ON webhook_events (order_id) WHERE state = 'parked';

CREATE TABLE outbox (
    id          TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    due         INTEGER NOT NULL,
    lease_until INTEGER NOT NULL DEFAULT 0,
    tries       INTEGER NOT NULL DEFAULT 0,
    account_id  TEXT,
    inbox_order TEXT,
    inbox_key   TEXT,
    trace       TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    reason      TEXT NOT NULL DEFAULT '',
    effect      TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_waiting ON outbox (due, created_at) WHERE state = 'waiting';
CREATE INDEX outbox_dead ON outbox (ended_at) WHERE state = 'dead';

CREATE TABLE command_keys (
    id           TEXT NOT NULL PRIMARY KEY,
    request      BLOB NOT NULL,           -- SHA-256 of the request
    answer       TEXT NOT NULL,
    at           INTEGER NOT NULL,
    http_status  INTEGER,
    http_content TEXT
) STRICT;

CREATE TABLE notification_jobs (
    key        TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    kind       TEXT NOT NULL,
    amount     INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notification_jobs_invoice ON notification_jobs (invoice_id);
