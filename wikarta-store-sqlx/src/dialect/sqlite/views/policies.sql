SELECT stored_at, proposed_by, approved_by, reason, body FROM policies
 WHERE version <= coalesce(?1, version) AND version >= coalesce(?1, version)
 ORDER BY version DESC LIMIT 200
