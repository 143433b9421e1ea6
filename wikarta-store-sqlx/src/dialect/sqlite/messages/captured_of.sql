SELECT * FROM captured_messages INDEXED BY captured_messages_account
 WHERE account_id = ?2 AND (?1 = '' OR channel = ?1) AND (at, id) < (?3, ?4)
 ORDER BY at DESC, id DESC
 LIMIT ?5
