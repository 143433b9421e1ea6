-- Keeps a new session, and drops those whose time was over when it began.
DELETE FROM sessions WHERE expires_at <= $3;
INSERT INTO sessions (id_hash, user_id, created_at, seen_at, expires_at)
VALUES ($1, $2, $3, $4, $5);
