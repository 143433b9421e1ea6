-- Accounts with an open bill for which a step has come that no reminder stands for.
-- $1 steps [zone, stage, due until, issued until], $2 the account before, $3 how many.
SELECT DISTINCT i.account_id
  FROM json_each($1) AS w
 CROSS JOIN invoices AS i INDEXED BY invoices_open_due
    ON i.open_amount > 0 AND i.due_date <= w.value ->> 2 AND i.issued_at <= w.value ->> 3
 CROSS JOIN customers AS c ON c.id = i.account_id AND c.zone = w.value ->> 0
 WHERE i.account_id > $2
   AND NOT EXISTS (SELECT 1 FROM reminders AS m
                    WHERE m.invoice_id = i.id AND m.stage = w.value ->> 1
                      AND m.due_date = i.due_date)
 ORDER BY i.account_id LIMIT $3
