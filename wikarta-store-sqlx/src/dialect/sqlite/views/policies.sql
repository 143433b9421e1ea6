SELECT stored_at, proposed_by, approved_by, reason, body FROM policies
 ORDER BY version DESC LIMIT 200
