-- What was handed over to whom on which channel, and what a capturing channel kept.

ALTER TABLE notification_jobs RENAME TO notification_jobs_before;
DROP INDEX notification_jobs_invoice;

CREATE TABLE notification_jobs (
    key         TEXT NOT NULL,
    channel     TEXT NOT NULL,
    account_id  TEXT NOT NULL,
    invoice_id  TEXT NOT NULL,
    kind        TEXT NOT NULL,
    amount      INTEGER NOT NULL,
    state       TEXT NOT NULL,            -- handing, accepted, permanent, passing, unknown
    provider_id TEXT,                     -- what receipts call it
    reason      TEXT NOT NULL DEFAULT '', -- without personal data
    receipt     TEXT,                     -- the strongest word of the provider since
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    PRIMARY KEY (key, channel)            -- so at most one is accepted
) STRICT;
CREATE INDEX notification_jobs_invoice ON notification_jobs (invoice_id);
CREATE UNIQUE INDEX notification_jobs_provider ON notification_jobs (channel, provider_id)
    WHERE provider_id IS NOT NULL;

INSERT INTO notification_jobs
SELECT key, 'email', account_id, invoice_id, kind, amount, 'accepted', key, '', NULL, created_at, created_at
  FROM notification_jobs_before;
DROP TABLE notification_jobs_before;

CREATE TABLE captured_messages (
    id          TEXT NOT NULL PRIMARY KEY,
    key         TEXT NOT NULL,
    channel     TEXT NOT NULL,
    account_id  TEXT NOT NULL,
    invoice_id  TEXT NOT NULL,
    kind        TEXT NOT NULL,
    recipient   TEXT NOT NULL,            -- masked
    subject     TEXT NOT NULL,            -- of an e-mail; the template of a WhatsApp message
    text        TEXT NOT NULL,
    html        TEXT NOT NULL,            -- of an e-mail
    at          INTEGER NOT NULL,
    receipt     TEXT NOT NULL,            -- what will be told of it, or was
    code        TEXT,
    receipt_at  INTEGER NOT NULL,
    told        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX captured_messages_key ON captured_messages (key, channel);
CREATE INDEX captured_messages_newest ON captured_messages (at DESC, id DESC);
CREATE INDEX captured_messages_account ON captured_messages (account_id, at DESC, id DESC);
CREATE INDEX captured_messages_untold ON captured_messages (receipt_at, id) WHERE told = 0;

CREATE TABLE short_links (
    hash       BLOB NOT NULL PRIMARY KEY, -- of the code, which only the message has
    invoice_id TEXT NOT NULL
) STRICT;

-- A captured message has the customer's name in it: it goes when the personal values go.
CREATE TRIGGER captured_messages_erased AFTER DELETE ON customer_personal
BEGIN
    DELETE FROM captured_messages WHERE account_id = OLD.account_id;
END;
