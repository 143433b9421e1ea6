SELECT request, http_status, http_content FROM command_keys WHERE id = $1
