INSERT INTO captured_messages
(id, key, channel, account_id, invoice_id, kind, recipient, subject, text, html, at, receipt, code,
 receipt_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
ON CONFLICT DO NOTHING
