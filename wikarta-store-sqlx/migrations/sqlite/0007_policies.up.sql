-- The seller's choices; the greatest version is in force.

CREATE TABLE policies (
    version   INTEGER PRIMARY KEY,
    stored_at INTEGER NOT NULL,
    body      TEXT NOT NULL
) STRICT;
