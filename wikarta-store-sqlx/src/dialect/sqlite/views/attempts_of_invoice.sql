SELECT y.body FROM payment_invoices x JOIN payments y ON y.order_id = x.order_id
WHERE x.invoice_id = ?1 ORDER BY y.opened_at DESC, y.order_id DESC
