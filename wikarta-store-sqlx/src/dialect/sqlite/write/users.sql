INSERT INTO users (id, email, name, standing, body)
SELECT value ->> 'id', value ->> 'email', value ->> 'name', value ->> 'standing', value ->> 'body'
  FROM jsonb_each($7) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       email = excluded.email, name = excluded.name, standing = excluded.standing,
       body = excluded.body;
DELETE FROM user_roles
 WHERE user_id IN (SELECT value ->> 'id' FROM jsonb_each($7));
INSERT INTO user_roles (user_id, role)
SELECT u.value ->> 'id', r.value
  FROM jsonb_each($7) AS u CROSS JOIN jsonb_each(u.value, '$.roles') AS r;
