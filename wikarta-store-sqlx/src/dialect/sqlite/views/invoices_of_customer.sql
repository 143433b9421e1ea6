SELECT id, drafted_at AS at, body FROM invoices INDEXED BY invoices_account
 WHERE account_id = ?1 AND (drafted_at, id) < (?2, ?3)
 ORDER BY drafted_at DESC, id DESC
 LIMIT ?4
