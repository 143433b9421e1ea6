SELECT key, name, phone, email, address FROM customer_personal WHERE account_id = $1
