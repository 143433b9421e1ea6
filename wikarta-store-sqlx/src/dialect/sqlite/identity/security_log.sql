SELECT at, kind, subject, detail, trace FROM security_log ORDER BY id DESC LIMIT ?1
