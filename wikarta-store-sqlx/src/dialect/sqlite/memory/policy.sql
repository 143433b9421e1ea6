SELECT body FROM policies ORDER BY version DESC LIMIT 1
