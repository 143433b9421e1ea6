INSERT INTO policies (version, stored_at, body) VALUES ($1, $2, $3)
    ON CONFLICT (version) DO NOTHING
