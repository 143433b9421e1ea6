-- The end of every chain, and whether the newest seals name it.
SELECT g.id AS aggregate, g.seq, g.hash, (s.seq IS g.seq AND s.hash IS g.hash) AS sealed
  FROM aggregates AS g LEFT JOIN audit_sealed AS s ON s.aggregate = g.id
 WHERE g.seq > 0 ORDER BY g.id
