UPDATE captured_messages SET told = 1 WHERE id = ?1 AND told = 0
