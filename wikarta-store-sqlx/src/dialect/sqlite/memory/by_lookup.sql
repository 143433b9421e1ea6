-- $1 a list of [kind, hash in hexadecimal].
SELECT DISTINCT l.account_id
  FROM json_each($1) AS w CROSS JOIN customer_lookup AS l
    ON l.kind = w.value ->> 0 AND l.hash = unhex(w.value ->> 1)
 ORDER BY l.account_id LIMIT 200
