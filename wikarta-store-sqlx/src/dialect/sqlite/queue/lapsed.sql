-- Refunds and voids that nobody decided in time.
SELECT 'refund' AS kind, id, expires_at FROM refund_cases INDEXED BY refund_cases_waiting
 WHERE stage IN ('REQUESTED', 'VERIFIED', 'APPROVED') AND expires_at < $1
UNION ALL
SELECT 'void', id, expires_at FROM void_cases INDEXED BY void_cases_waiting
 WHERE stage IN ('REQUESTED', 'VERIFIED', 'APPROVED') AND expires_at < $1
 ORDER BY expires_at, kind, id LIMIT $2
