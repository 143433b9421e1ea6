-- The policy in force with what is proposed in its place. Each version that was ever in force stays in
-- `policies`, where none is rewritten: bills name the one that made them.

CREATE TABLE policy (
    id       TEXT NOT NULL PRIMARY KEY,    -- seller
    version  INTEGER NOT NULL,             -- in force
    proposed INTEGER NOT NULL,             -- how many wait for a second person
    body     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Absent for the version that an installation starts with.
ALTER TABLE policies ADD COLUMN proposed_by TEXT;
ALTER TABLE policies ADD COLUMN approved_by TEXT;
ALTER TABLE policies ADD COLUMN reason TEXT;

INSERT INTO permissions (code) VALUES ('setting.approve');
INSERT INTO role_permissions (role, permission, scope) VALUES ('SUPERVISOR', 'setting.approve', 'all');
