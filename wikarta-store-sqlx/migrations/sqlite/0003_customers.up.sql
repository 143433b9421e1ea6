-- Who buys, what is on sale, who has bought what. Money is whole rupiah; civil days are ISO texts.

CREATE TABLE customers (
    id            TEXT NOT NULL PRIMARY KEY,
    code          TEXT NOT NULL UNIQUE,
    zone          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    registered_at INTEGER NOT NULL,
    registered_by TEXT,
    deleted_at    INTEGER,
    body          TEXT NOT NULL
) STRICT;
CREATE INDEX customers_registered_by ON customers (registered_by, code);

-- Erasing a row erases the person; everything else holds HMACs under `key` only.
CREATE TABLE customer_personal (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES customers (id),
    key        BLOB NOT NULL,
    name       TEXT NOT NULL,
    phone      TEXT NOT NULL,
    email      TEXT NOT NULL,
    address    TEXT NOT NULL,
    identity   BLOB,              -- sealed by the vault: NIK, NPWP, NITKU
    payout     BLOB               -- sealed by the vault: the bank account for refunds
) STRICT;

-- Sealed values are found by a keyed hash of the whole value, and by nothing else.
CREATE TABLE customer_lookup (
    kind       TEXT NOT NULL,     -- nik, npwp, nitku, payout
    hash       BLOB NOT NULL,
    account_id TEXT NOT NULL REFERENCES customers (id),
    PRIMARY KEY (kind, hash, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_lookup_account ON customer_lookup (account_id);

-- The money side of a customer: the same id, a row of its own.
CREATE TABLE accounts (
    id       TEXT NOT NULL PRIMARY KEY REFERENCES customers (id),
    credit   INTEGER NOT NULL,
    suspense INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE packages (
    id         TEXT NOT NULL PRIMARY KEY,
    code       TEXT NOT NULL,
    name       TEXT NOT NULL,
    mbps       INTEGER NOT NULL,
    price      INTEGER NOT NULL,
    pricing    TEXT NOT NULL,
    tax_code   TEXT NOT NULL,
    state      TEXT NOT NULL,
    proposed   INTEGER NOT NULL,    -- whether a price waits for a supervisor
    deleted_at INTEGER,
    body       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX packages_code ON packages (code) WHERE deleted_at IS NULL;
CREATE INDEX packages_proposed ON packages (code) WHERE proposed = 1;

CREATE TABLE subscriptions (
    id           TEXT NOT NULL PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES customers (id),
    package_id   TEXT NOT NULL REFERENCES packages (id),
    price        INTEGER NOT NULL,
    starts_on    TEXT NOT NULL,
    status       TEXT NOT NULL,
    mode         TEXT NOT NULL,       -- prepaid, postpaid
    billed_until TEXT,                -- the first day that is not billed yet
    ends_on      TEXT,                -- last day of service that was asked for or agreed
    termination  TEXT,                -- requested, approved, refused
    charges      INTEGER NOT NULL,    -- how many wait for the next bill
    deposit      INTEGER NOT NULL,
    deleted_at   INTEGER,
    to_bill      INTEGER NOT NULL GENERATED ALWAYS AS (
        status IN ('ACTIVE', 'ISOLATED')
        OR (status = 'TERMINATED'
            AND (charges > 0 OR deposit > 0
                 OR coalesce(coalesce(billed_until, starts_on) <= ends_on, 0)))) VIRTUAL,
    body         TEXT NOT NULL
) STRICT;
CREATE INDEX subscriptions_account ON subscriptions (account_id);
CREATE INDEX subscriptions_package ON subscriptions (package_id, status);
CREATE INDEX subscriptions_status ON subscriptions (status, id);
CREATE INDEX subscriptions_ending ON subscriptions (id) WHERE termination = 'requested';
-- What a billing run looks at.
CREATE INDEX subscriptions_to_bill ON subscriptions (id) WHERE to_bill = 1;
