-- Keeps a seal when nobody made one of its number meanwhile. $4 a list of [name, number, hash].
INSERT INTO audit_seals (number, at, body) VALUES ($1, $2, $3) ON CONFLICT (number) DO NOTHING;
INSERT INTO audit_sealed (aggregate, seq, hash)
SELECT h.value ->> 0, h.value ->> 1, unhex(h.value ->> 2)
  FROM json_each($4) AS h
 WHERE EXISTS (SELECT 1 FROM audit_seals WHERE number = $1 AND body = $3)
    ON CONFLICT (aggregate) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
