-- Seals over the ends of all audit chains, and the end of each chain that the newest seals name.

-- `body` is the seal's line exactly as it is copied outside the database.
CREATE TABLE audit_seals (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    body   TEXT NOT NULL
) STRICT;

-- What a seal need not repeat. It proves nothing: seals do.
CREATE TABLE audit_sealed (
    aggregate TEXT NOT NULL PRIMARY KEY,
    seq       INTEGER NOT NULL,
    hash      BLOB NOT NULL
) STRICT, WITHOUT ROWID;
