-- What comparisons of the gateway's books with ours looked at and found. Records of observation:
-- nothing here moves money, and losing them costs a look.

CREATE TABLE reconcile_runs (
    id         TEXT NOT NULL PRIMARY KEY,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    body       TEXT NOT NULL
) STRICT;
CREATE INDEX reconcile_runs_newest ON reconcile_runs (started_at, id);

-- Differences, one row for each kind that a run found about an order.
CREATE TABLE reconcile_findings (
    id       TEXT NOT NULL PRIMARY KEY,
    run_id   TEXT NOT NULL REFERENCES reconcile_runs (id),
    order_id TEXT NOT NULL,
    at       INTEGER NOT NULL,
    kind     TEXT NOT NULL,          -- M1 to M8
    state    TEXT NOT NULL,          -- open, case, corrected, resolved
    case_id  TEXT,
    body     TEXT NOT NULL
) STRICT;
CREATE INDEX reconcile_findings_run ON reconcile_findings (run_id, kind, state, order_id);
CREATE INDEX reconcile_findings_order ON reconcile_findings (order_id) WHERE state IN ('open', 'case');
CREATE INDEX reconcile_findings_newest ON reconcile_findings (at, id);
CREATE INDEX reconcile_findings_open ON reconcile_findings (at, id) WHERE state IN ('open', 'case');

-- Looks at orders, for the rate of a month: every difference, and agreements where they say something.
CREATE TABLE reconcile_looks (
    order_id TEXT NOT NULL,
    at       INTEGER NOT NULL,
    kind     TEXT NOT NULL,          -- ok, or M1 to M8
    is_final INTEGER NOT NULL,       -- whether the gateway's state could not move any more
    PRIMARY KEY (order_id, at, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX reconcile_looks_at ON reconcile_looks (at);

-- Settlement files as they were compared.
CREATE TABLE reconcile_settlements (
    id          TEXT NOT NULL PRIMARY KEY,   -- SHA-256 of the file
    uploaded_at INTEGER NOT NULL,
    uploaded_by TEXT NOT NULL,
    body        TEXT NOT NULL
) STRICT;
CREATE INDEX reconcile_settlements_newest ON reconcile_settlements (uploaded_at, id);

-- Attempts that ended, for the span that a run looks at.
CREATE INDEX payments_ended ON payments (expires_at) WHERE is_open = 0;
