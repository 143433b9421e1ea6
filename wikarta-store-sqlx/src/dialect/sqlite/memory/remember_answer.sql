UPDATE command_keys SET http_status = $2, http_content = $3
 WHERE id = $1 AND http_status IS NULL
