-- Keeps the note, counts its kind, and drops the oldest notes of the kind beyond $6.
INSERT INTO security_log (at, kind, subject, detail, trace) VALUES ($1, $2, $3, $4, $5);
INSERT INTO security_counts (kind, seen, since) VALUES ($2, 1, $1)
    ON CONFLICT (kind) DO UPDATE SET seen = seen + 1;
DELETE FROM security_log
 WHERE kind = $2 AND id <= (
       SELECT id FROM security_log INDEXED BY security_log_age
        WHERE kind = $2 ORDER BY id DESC LIMIT 1 OFFSET $6);
