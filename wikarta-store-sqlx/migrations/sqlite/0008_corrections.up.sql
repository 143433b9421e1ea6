-- Money that goes back, bills that are taken back or lowered, promotions, and everybody's access.

-- Refunds as people ask for them; `refunds` lists what the gateway moved.
CREATE TABLE refund_cases (
    id           TEXT NOT NULL PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES customers (id),
    invoice_id   TEXT REFERENCES invoices (id),            -- absent: the customer's credit
    order_id     TEXT REFERENCES payments (order_id),      -- whose money goes back
    posting_id   TEXT REFERENCES manual_payments (id),
    suspense_id  TEXT REFERENCES suspense_items (order_id),
    route        TEXT NOT NULL,
    amount       INTEGER NOT NULL,
    stage        TEXT NOT NULL,
    is_final     INTEGER NOT NULL,
    tier         INTEGER NOT NULL,
    tries        INTEGER NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    body         TEXT NOT NULL
) STRICT;
CREATE INDEX refund_cases_account ON refund_cases (account_id);
CREATE INDEX refund_cases_invoice ON refund_cases (invoice_id);
CREATE INDEX refund_cases_order ON refund_cases (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX refund_cases_posting ON refund_cases (posting_id) WHERE posting_id IS NOT NULL;
CREATE INDEX refund_cases_suspense ON refund_cases (suspense_id) WHERE suspense_id IS NOT NULL;
CREATE INDEX refund_cases_newest ON refund_cases (requested_at, id);
CREATE INDEX refund_cases_open ON refund_cases (requested_at, id) WHERE is_final = 0;
CREATE INDEX refund_cases_waiting ON refund_cases (expires_at)
    WHERE stage IN ('REQUESTED', 'VERIFIED', 'APPROVED');

CREATE TABLE void_cases (
    id           TEXT NOT NULL PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES customers (id),
    invoice_id   TEXT NOT NULL REFERENCES invoices (id),
    amount       INTEGER NOT NULL,
    stage        TEXT NOT NULL,
    is_final     INTEGER NOT NULL,
    tier         INTEGER NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    body         TEXT NOT NULL
) STRICT;
CREATE INDEX void_cases_account ON void_cases (account_id);
CREATE INDEX void_cases_invoice ON void_cases (invoice_id);
CREATE INDEX void_cases_newest ON void_cases (requested_at, id);
CREATE INDEX void_cases_open ON void_cases (requested_at, id) WHERE is_final = 0;
CREATE INDEX void_cases_waiting ON void_cases (expires_at)
    WHERE stage IN ('REQUESTED', 'VERIFIED', 'APPROVED');

CREATE TABLE credit_notes (
    id           TEXT NOT NULL PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES customers (id),
    invoice_id   TEXT NOT NULL REFERENCES invoices (id),
    amount       INTEGER NOT NULL,
    tax          INTEGER NOT NULL,
    state        TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    approved_at  INTEGER,
    body         TEXT NOT NULL
) STRICT;
CREATE INDEX credit_notes_account ON credit_notes (account_id);
CREATE INDEX credit_notes_invoice ON credit_notes (invoice_id);
CREATE INDEX credit_notes_newest ON credit_notes (requested_at, id);
CREATE INDEX credit_notes_waiting ON credit_notes (requested_at, id) WHERE state = 'REQUESTED';
CREATE INDEX credit_notes_approved ON credit_notes (approved_at, id) WHERE approved_at IS NOT NULL;

CREATE TABLE promos (
    id          TEXT NOT NULL PRIMARY KEY,
    code        TEXT NOT NULL,
    name        TEXT NOT NULL,
    state       TEXT NOT NULL,
    from_day    TEXT NOT NULL,
    until_day   TEXT NOT NULL,
    proposed_at INTEGER NOT NULL,
    body        TEXT NOT NULL
) STRICT;
CREATE INDEX promos_newest ON promos (proposed_at, id);
CREATE INDEX promos_waiting ON promos (proposed_at, id) WHERE state = 'PROPOSED';

-- One row; members, roles made here and what is proposed are in its body.
CREATE TABLE roster (
    id      TEXT NOT NULL PRIMARY KEY,    -- staff
    changes INTEGER NOT NULL,             -- how many wait for a second person
    body    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
