SELECT body FROM promos WHERE id = ?1
