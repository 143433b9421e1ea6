DELETE FROM role_permissions WHERE permission = 'setting.approve';
DELETE FROM permissions WHERE code = 'setting.approve';
ALTER TABLE policies DROP COLUMN reason;
ALTER TABLE policies DROP COLUMN approved_by;
ALTER TABLE policies DROP COLUMN proposed_by;
DROP TABLE policy;
