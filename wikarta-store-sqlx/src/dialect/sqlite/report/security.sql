-- What was refused or noted in a span, by kind and whom it concerns.
SELECT kind, subject, count(*) AS seen, max(at) AS last
  FROM security_log INDEXED BY security_log_kind
 WHERE at >= ?1 AND at < ?2
 GROUP BY kind, subject
