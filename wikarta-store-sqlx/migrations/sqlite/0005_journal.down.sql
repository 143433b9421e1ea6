DROP TABLE audit_entities;
DROP TABLE audit_logs;
DROP TABLE aggregates;
