SELECT * FROM captured_messages INDEXED BY captured_messages_newest
 WHERE (?1 = '' OR channel = ?1) AND (at, id) < (?2, ?3)
 ORDER BY at DESC, id DESC
 LIMIT ?4
