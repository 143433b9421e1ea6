-- Accounts whose service runs though a bill is long overdue, each with the bill that was due first,
-- where nobody has been asked yet and no notification waits for its confirmation. $1 [zone, due until], $2 the account before, $3 how many.
SELECT i.account_id, min(i.due_date || ' ' || i.id)
  FROM json_each($1) AS w
 CROSS JOIN invoices AS i INDEXED BY invoices_open_due
    ON i.open_amount > 0 AND i.due_date <= w.value ->> 1
 CROSS JOIN customers AS c ON c.id = i.account_id AND c.zone = w.value ->> 0
 CROSS JOIN subscriptions AS s ON s.id = i.subscription_id AND s.status = 'ACTIVE'
 WHERE i.account_id > $2
   AND NOT EXISTS (SELECT 1 FROM cases AS k INDEXED BY cases_account
                    WHERE k.account_id = i.account_id AND k.state = 'open'
                      AND k.kind = 'isolation_due')
   AND NOT EXISTS (SELECT 1 FROM payments AS p INDEXED BY payments_account
                    CROSS JOIN webhook_events AS e INDEXED BY webhook_events_parked_order
                       ON e.order_id = p.order_id AND e.state = 'parked'
                    WHERE p.account_id = i.account_id)
 GROUP BY i.account_id ORDER BY i.account_id LIMIT $3
