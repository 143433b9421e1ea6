SELECT stored_at, proposed_by, approved_by, reason, body FROM policies WHERE version = ?1
