-- Whatever says who a customer is, and the kept answers that showed it.
DELETE FROM customer_lookup WHERE account_id IN (SELECT value FROM json_each($32));
DELETE FROM customer_personal WHERE account_id IN (SELECT value FROM json_each($32));
UPDATE command_keys SET http_status = NULL, http_content = NULL
 WHERE id IN (
       SELECT l.command FROM json_each($32) AS w CROSS JOIN audit_logs AS l INDEXED BY audit_logs_chain
           ON l.aggregate = 'account:' || w.value);
