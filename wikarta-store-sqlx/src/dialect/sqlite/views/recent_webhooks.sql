SELECT w.order_id, w.hint, w.state, w.reason, w.read_status, w.account_id, y.invoice_id,
       w.trace, w.received_at, w.verified_at, w.checked_at, w.updated_at, w.audited_at,
       w.notified_at
FROM webhook_events w LEFT JOIN payments y ON y.order_id = w.order_id
ORDER BY w.id DESC LIMIT ?1
