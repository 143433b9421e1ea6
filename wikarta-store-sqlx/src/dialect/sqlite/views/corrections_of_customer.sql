SELECT 'refund' AS kind, body, requested_at AS at, id FROM refund_cases WHERE account_id = ?1
UNION ALL
SELECT 'void', body, requested_at, id FROM void_cases WHERE account_id = ?1
UNION ALL
SELECT 'credit_note', body, requested_at, id FROM credit_notes WHERE account_id = ?1
UNION ALL
SELECT 'posting', body, recorded_at, id FROM manual_payments WHERE account_id = ?1
 ORDER BY at DESC, id DESC
