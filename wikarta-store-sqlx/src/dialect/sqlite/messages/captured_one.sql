SELECT * FROM captured_messages WHERE id = ?1
