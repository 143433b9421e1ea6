DROP INDEX webhook_events_received;
DROP INDEX invoices_void;
DROP INDEX audit_logs_at;
