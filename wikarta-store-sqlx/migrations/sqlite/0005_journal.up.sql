-- Versions and chain heads of all aggregates, and the append-only journal of what happened.

CREATE TABLE aggregates (
    id      TEXT NOT NULL PRIMARY KEY,    -- account:cus_…, series:2026-11, …
    version INTEGER NOT NULL,
    seq     INTEGER NOT NULL,             -- newest entry of the chain, 0 when it has none
    hash    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- `data` and `changes` are kept exactly as they were hashed.
CREATE TABLE audit_logs (
    id        INTEGER PRIMARY KEY,
    aggregate TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    actor     TEXT NOT NULL,
    roles     TEXT NOT NULL,
    action    TEXT NOT NULL,
    command   TEXT NOT NULL,
    trace     TEXT NOT NULL,
    hash      BLOB NOT NULL,
    changes   TEXT NOT NULL,
    data      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX audit_logs_chain ON audit_logs (aggregate, seq);

-- Under which things an entry is listed.
CREATE TABLE audit_entities (
    entity    TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    audit_id  INTEGER NOT NULL,    -- of audit_logs; `audit verify` proves both ways
    PRIMARY KEY (entity, entity_id, audit_id)
) STRICT, WITHOUT ROWID;
