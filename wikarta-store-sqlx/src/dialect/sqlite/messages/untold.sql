SELECT id, channel, receipt, code, receipt_at FROM captured_messages
 WHERE told = 0 AND receipt_at <= ?1
 ORDER BY receipt_at, id
 LIMIT ?2
