-- Reports ask the trail what happened since an instant, and which bills were ever taken back.
CREATE INDEX audit_logs_at ON audit_logs (at, action);
CREATE INDEX invoices_void ON invoices (issued_at) WHERE document = 'void' AND number IS NOT NULL;
CREATE INDEX webhook_events_received ON webhook_events (received_at, state);
