SELECT 'refund' AS kind, body, requested_at AS at, id FROM refund_cases WHERE invoice_id = ?1
UNION ALL
SELECT 'void', body, requested_at, id FROM void_cases WHERE invoice_id = ?1
UNION ALL
SELECT 'credit_note', body, requested_at, id FROM credit_notes WHERE invoice_id = ?1
UNION ALL
SELECT 'posting', m.body, m.recorded_at, m.id
  FROM (SELECT DISTINCT posting_id AS id FROM allocations
         WHERE invoice_id = ?1 AND posting_id IS NOT NULL) AS named
 CROSS JOIN manual_payments AS m ON m.id = named.id
 ORDER BY at DESC, id DESC
