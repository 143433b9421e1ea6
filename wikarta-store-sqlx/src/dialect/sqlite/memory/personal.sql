SELECT key, name, phone, email, address, identity, payout
  FROM customer_personal WHERE account_id = $1
