-- Roles made here stand beside the built-in ones, with exactly the permissions that they have now.
INSERT INTO roster (id, changes, body)
SELECT 'staff', value ->> 'changes', value ->> 'body'
  FROM jsonb_each($28) WHERE true
    ON CONFLICT (id) DO UPDATE SET changes = excluded.changes, body = excluded.body;
INSERT INTO roles (code, name, built_in)
SELECT r.value ->> 'code', r.value ->> 'name', 0
  FROM jsonb_each($28) AS w CROSS JOIN jsonb_each(w.value, '$.roles') AS r WHERE true
    ON CONFLICT (code) DO UPDATE SET name = excluded.name;
DELETE FROM role_permissions
 WHERE role IN (
       SELECT r.value ->> 'code'
         FROM jsonb_each($28) AS w CROSS JOIN jsonb_each(w.value, '$.roles') AS r);
INSERT INTO role_permissions (role, permission, scope)
SELECT p.value ->> 0, p.value ->> 1, p.value ->> 2
  FROM jsonb_each($28) AS w CROSS JOIN jsonb_each(w.value, '$.permissions') AS p;
