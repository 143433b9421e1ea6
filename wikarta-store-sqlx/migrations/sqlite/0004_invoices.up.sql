-- Bills, the attempts to collect them, and where the money went.

CREATE TABLE number_series (
    month TEXT NOT NULL PRIMARY KEY,
    last  INTEGER NOT NULL,
    body  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE invoices (
    id              TEXT NOT NULL PRIMARY KEY,
    account_id      TEXT NOT NULL REFERENCES customers (id),
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
    period          TEXT NOT NULL,
    sequence        INTEGER NOT NULL,     -- 0 for the bill of the period itself
    document        TEXT NOT NULL,
    status          TEXT NOT NULL,
    number          TEXT UNIQUE,
    order_id        TEXT,                 -- of the current attempt
    total           INTEGER NOT NULL,
    paid            INTEGER NOT NULL,
    refunded        INTEGER NOT NULL,
    credited        INTEGER NOT NULL,     -- by credit notes that count
    kept_back       INTEGER NOT NULL,     -- income tax that comes as a slip
    open_amount     INTEGER NOT NULL,     -- what may still be paid; 0 for drafts and voids
    drafted_at      INTEGER NOT NULL,
    issued_at       INTEGER,
    due_date        TEXT,
    body            TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX invoices_period ON invoices (subscription_id, period, sequence)
    WHERE document <> 'void';
CREATE INDEX invoices_subscription ON invoices (subscription_id);
CREATE INDEX invoices_order ON invoices (order_id);
CREATE INDEX invoices_account ON invoices (account_id, drafted_at, id);
CREATE INDEX invoices_open ON invoices (account_id) WHERE open_amount > 0;
CREATE INDEX invoices_open_due ON invoices (due_date) WHERE open_amount > 0;
CREATE INDEX invoices_issued ON invoices (issued_at, id);
-- Lists read oldest due first; drafts have no due day and come last.
CREATE INDEX invoices_due ON invoices (coalesce(due_date, '9999-12-31'), id);
CREATE INDEX invoices_status_due ON invoices (status, coalesce(due_date, '9999-12-31'), id);

CREATE TABLE invoice_lines (
    invoice_id  TEXT NOT NULL REFERENCES invoices (id),
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    description TEXT NOT NULL,
    from_day    TEXT NOT NULL,
    to_day      TEXT NOT NULL,
    quantity    INTEGER NOT NULL,
    amount      INTEGER NOT NULL,
    tax_code    TEXT NOT NULL,
    tax         INTEGER NOT NULL,
    PRIMARY KEY (invoice_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE payments (
    order_id       TEXT NOT NULL PRIMARY KEY,
    account_id     TEXT NOT NULL REFERENCES customers (id),
    invoice_id     TEXT REFERENCES invoices (id),    -- the oldest it was opened for
    channel        TEXT NOT NULL,
    type           TEXT NOT NULL,
    amount         INTEGER NOT NULL,
    state          TEXT NOT NULL,
    is_open        INTEGER NOT NULL,
    superseded     TEXT NOT NULL,
    transaction_id TEXT,
    opened_at      INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    settled_at     INTEGER,
    booked         INTEGER NOT NULL,     -- whole rupiah that arrived
    refunded       INTEGER NOT NULL,
    gross_amount   TEXT,                 -- as the gateway wrote it last
    body           TEXT NOT NULL
) STRICT;
CREATE INDEX payments_invoice ON payments (invoice_id);
CREATE INDEX payments_account ON payments (account_id);
CREATE INDEX payments_transaction ON payments (transaction_id);
CREATE INDEX payments_overdue ON payments (expires_at) WHERE is_open = 1;
CREATE INDEX payments_settled ON payments (settled_at) WHERE booked > 0;

-- Which invoices an attempt is for.
CREATE TABLE payment_invoices (
    order_id   TEXT NOT NULL REFERENCES payments (order_id),
    position   INTEGER NOT NULL,
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    amount     INTEGER NOT NULL,
    PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_invoices_invoice ON payment_invoices (invoice_id);

-- Money taken by hand.
CREATE TABLE manual_payments (
    id          TEXT NOT NULL PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES customers (id),
    method      TEXT NOT NULL,
    amount      INTEGER NOT NULL,
    refunded    INTEGER NOT NULL,
    received_on TEXT NOT NULL,
    evidence    TEXT NOT NULL,
    state       TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    verified_at INTEGER,
    body        TEXT NOT NULL
) STRICT;
CREATE INDEX manual_payments_account ON manual_payments (account_id);
CREATE INDEX manual_payments_newest ON manual_payments (recorded_at, id);
CREATE INDEX manual_payments_waiting ON manual_payments (recorded_at, id) WHERE state = 'RECORDED';

CREATE TABLE allocations (
    invoice_id  TEXT NOT NULL REFERENCES invoices (id),
    position    INTEGER NOT NULL,
    source      TEXT NOT NULL,                                  -- attempt, credit, posting, suspense
    order_id    TEXT REFERENCES payments (order_id),            -- of an attempt
    posting_id  TEXT REFERENCES manual_payments (id),           -- of money taken by hand
    suspense_id TEXT REFERENCES suspense_items (order_id),      -- of money under an unknown order
    amount      INTEGER NOT NULL,
    refunded    INTEGER NOT NULL,
    PRIMARY KEY (invoice_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX allocations_order ON allocations (order_id);
CREATE INDEX allocations_posting ON allocations (posting_id) WHERE posting_id IS NOT NULL;
CREATE INDEX allocations_suspense ON allocations (suspense_id) WHERE suspense_id IS NOT NULL;

CREATE TABLE refunds (
    order_id  TEXT NOT NULL REFERENCES payments (order_id),
    key       TEXT NOT NULL,
    amount    INTEGER NOT NULL,
    confirmed INTEGER NOT NULL,
    origin    TEXT NOT NULL,
    PRIMARY KEY (order_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
    id         TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES customers (id),
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    order_id   TEXT,
    invoice_id TEXT,
    amount     INTEGER,
    opened_at  INTEGER NOT NULL,
    body       TEXT NOT NULL
) STRICT;
CREATE INDEX cases_account ON cases (account_id, state);
CREATE INDEX cases_newest ON cases (opened_at, id);
CREATE INDEX cases_open ON cases (opened_at, id) WHERE state = 'open';
CREATE INDEX cases_invoice ON cases (invoice_id);

CREATE TABLE suspense_items (
    order_id   TEXT NOT NULL PRIMARY KEY,
    amount     INTEGER NOT NULL,
    refunded   INTEGER NOT NULL,
    status     TEXT NOT NULL,
    settled_at INTEGER,
    found_at   INTEGER NOT NULL,
    account_id TEXT,                      -- whose it turned out to be
    body       TEXT NOT NULL
) STRICT;
CREATE INDEX suspense_items_found ON suspense_items (found_at, order_id);
CREATE INDEX suspense_items_open ON suspense_items (found_at, order_id)
    WHERE account_id IS NULL AND amount > refunded;
