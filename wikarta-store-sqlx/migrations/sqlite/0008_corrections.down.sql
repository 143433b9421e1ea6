DELETE FROM user_roles WHERE role IN (SELECT code FROM roles WHERE built_in = 0);
DELETE FROM role_permissions WHERE role IN (SELECT code FROM roles WHERE built_in = 0);
DELETE FROM roles WHERE built_in = 0;
DROP TABLE roster;
DROP TABLE promos;
DROP TABLE credit_notes;
DROP TABLE void_cases;
DROP TABLE refund_cases;
