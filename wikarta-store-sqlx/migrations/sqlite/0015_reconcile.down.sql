DROP INDEX payments_ended;
DROP TABLE reconcile_settlements;
DROP TABLE reconcile_looks;
DROP TABLE reconcile_findings;
DROP TABLE reconcile_runs;
