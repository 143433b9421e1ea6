DELETE FROM customer_personal WHERE account_id = $1
