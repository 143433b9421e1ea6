SELECT kind, seen FROM security_counts ORDER BY kind
