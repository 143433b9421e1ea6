-- Who works here, what each role may do, and who is signed in.
-- Times are microseconds since 1970 in UTC; `body` is the serde JSON of the core's struct.

CREATE TABLE users (
    id            TEXT NOT NULL PRIMARY KEY,
    email         TEXT NOT NULL,
    name          TEXT NOT NULL,
    standing      TEXT NOT NULL,
    password_hash TEXT,          -- set beside the aggregate, never part of it
    deleted_at    INTEGER,
    body          TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL;

-- Built-in roles, and the ones made here as the roster has them; a role is never removed.
CREATE TABLE roles (
    code     TEXT NOT NULL PRIMARY KEY,
    name     TEXT NOT NULL DEFAULT '',      -- of a role made here
    built_in INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

CREATE TABLE permissions (
    code TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE role_permissions (
    role       TEXT NOT NULL REFERENCES roles (code),
    permission TEXT NOT NULL REFERENCES permissions (code),
    scope      TEXT NOT NULL,    -- all, limited
    PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_roles (
    user_id TEXT NOT NULL REFERENCES users (id),
    role    TEXT NOT NULL REFERENCES roles (code),
    PRIMARY KEY (user_id, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_roles_role ON user_roles (role);

CREATE TABLE sessions (
    id_hash    BLOB NOT NULL PRIMARY KEY,    -- the id itself is only in the cookie
    user_id    TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Refused attempts: no events, no chain, bounded.
CREATE TABLE security_log (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    subject TEXT NOT NULL,       -- whom it concerns, as the server chose to write it
    detail  TEXT NOT NULL,
    trace   TEXT NOT NULL
) STRICT;
CREATE INDEX security_log_kind ON security_log (kind, subject, at);
CREATE INDEX security_log_age ON security_log (kind, id);

-- How often each kind was seen since the beginning, entries that were pruned included.
CREATE TABLE security_counts (
    kind  TEXT NOT NULL PRIMARY KEY,
    seen  INTEGER NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
