SELECT c.body AS account, c.id, c.code, c.zone, coalesce(p.name, '') AS name,
       coalesce(p.phone, '') AS phone, coalesce(p.email, '') AS email,
       coalesce(p.address, '') AS address, m.credit,
       (SELECT coalesce(sum(i.open_amount), 0) FROM invoices AS i
         WHERE i.account_id = c.id AND i.open_amount > 0) AS open,
       (SELECT count(*) FROM invoices AS i
         WHERE i.account_id = c.id AND i.open_amount > 0) AS open_count,
       (SELECT json_group_array(s.body) FROM subscriptions AS s
         WHERE s.account_id = c.id AND s.deleted_at IS NULL) AS subscriptions,
       a.version,
       (SELECT count(*) FROM invoices AS i WHERE i.account_id = c.id) AS invoice_count,
       (SELECT min(i.due_date) FROM invoices AS i
         WHERE i.account_id = c.id AND i.open_amount > 0) AS oldest_due
  FROM customers AS c
  JOIN accounts AS m ON m.id = c.id
  JOIN aggregates AS a ON a.id = 'account:' || c.id
  LEFT JOIN customer_personal AS p ON p.account_id = c.id
 WHERE c.id = ?1
