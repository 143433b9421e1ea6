SELECT i.body, i.account_id, c.code, coalesce(p.name, '') AS name, a.version, y.channel
FROM invoices i
JOIN customers c ON c.id = i.account_id
LEFT JOIN customer_personal p ON p.account_id = i.account_id
JOIN aggregates a ON a.id = 'account:' || i.account_id
LEFT JOIN payments y ON y.order_id = i.order_id
WHERE (?1 = '' OR instr(?1, ',' || i.status || ',') > 0)
  AND (?2 IS NULL OR i.number LIKE ?2 ESCAPE '\' OR c.code LIKE ?2 ESCAPE '\'
       OR p.name LIKE ?2 ESCAPE '\'
       OR EXISTS (SELECT 1 FROM payment_invoices x
                  WHERE x.invoice_id = i.id AND x.order_id LIKE ?2 ESCAPE '\'))
  AND (coalesce(i.due_date, '9999-12-31'), i.id) > (?3, ?4)
ORDER BY coalesce(i.due_date, '9999-12-31') ASC, i.id ASC
LIMIT ?5
