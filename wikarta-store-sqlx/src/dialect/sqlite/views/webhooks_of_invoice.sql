SELECT w.order_id, w.hint, w.state, w.reason, w.read_status, w.account_id, x.invoice_id,
       w.trace, w.received_at, w.verified_at, w.checked_at, w.updated_at, w.audited_at, w.notified_at
FROM payment_invoices x JOIN webhook_events w ON w.order_id = x.order_id
WHERE x.invoice_id = ?1 ORDER BY w.id DESC LIMIT 200
