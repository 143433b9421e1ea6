DELETE FROM customer_lookup WHERE account_id = $1;
DELETE FROM customer_personal WHERE account_id = $1;
