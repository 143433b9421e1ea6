INSERT INTO scheduled_runs (name, day) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET day = max(day, excluded.day)
