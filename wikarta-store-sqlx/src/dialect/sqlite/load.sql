-- Everything that a batch of commands names, in one statement and so from one snapshot.
-- $1 accounts, $2 customer codes, $3 subscriptions [id, month], $4 invoices, $5 orders,
-- $6 aggregates other than accounts, $7 e-mail addresses, $8 command ids, $9 inbox keys
-- [order, event key], $10 effects, $11 refunds, $12 voids, $13 postings, $14 credit notes, $15
-- cases: each a JSON list. CROSS JOIN keeps the order of the tables, so
-- that a short list drives and the tables are searched by index.
WITH
located (subject, key, account_id) AS MATERIALIZED (
    SELECT 'account', c.id, c.id
      FROM json_each($1) AS w CROSS JOIN customers AS c ON c.id = w.value
    UNION ALL
    SELECT 'code', c.code, c.id
      FROM json_each($2) AS w CROSS JOIN customers AS c ON c.code = w.value
    UNION ALL
    SELECT 'subscription', s.id, s.account_id
      FROM json_each($3) AS w CROSS JOIN subscriptions AS s ON s.id = w.value ->> 0
    UNION ALL
    SELECT 'invoice', i.id, i.account_id
      FROM json_each($4) AS w CROSS JOIN invoices AS i ON i.id = w.value
    UNION ALL
    SELECT 'order', p.order_id, p.account_id
      FROM json_each($5) AS w CROSS JOIN payments AS p ON p.order_id = w.value
    UNION ALL
    SELECT 'moved', u.order_id, u.account_id
      FROM json_each($5) AS w CROSS JOIN suspense_items AS u ON u.order_id = w.value
     WHERE u.account_id IS NOT NULL
    UNION ALL
    SELECT 'refund', r.id, r.account_id
      FROM json_each($11) AS w CROSS JOIN refund_cases AS r ON r.id = w.value
    UNION ALL
    SELECT 'void', v.id, v.account_id
      FROM json_each($12) AS w CROSS JOIN void_cases AS v ON v.id = w.value
    UNION ALL
    SELECT 'posting', m.id, m.account_id
      FROM json_each($13) AS w CROSS JOIN manual_payments AS m ON m.id = w.value
    UNION ALL
    SELECT 'credit_note', n.id, n.account_id
      FROM json_each($14) AS w CROSS JOIN credit_notes AS n ON n.id = w.value
    UNION ALL
    SELECT 'case', k.id, k.account_id
      FROM json_each($15) AS w CROSS JOIN cases AS k ON k.id = w.value
),
account (id) AS MATERIALIZED (
    SELECT DISTINCT account_id FROM located
),
-- What a want names, itself or through what it names.
named_order (id) AS MATERIALIZED (
    SELECT key FROM located WHERE subject = 'order'
    UNION
    SELECT r.order_id
      FROM json_each($11) AS w CROSS JOIN refund_cases AS r ON r.id = w.value
     WHERE r.order_id IS NOT NULL
    UNION
    SELECT p.order_id
      FROM json_each($15) AS w
     CROSS JOIN cases AS k ON k.id = w.value
     CROSS JOIN payments AS p ON p.order_id = k.order_id AND p.account_id = k.account_id
),
named_invoice (id) AS MATERIALIZED (
    SELECT key FROM located WHERE subject = 'invoice'
    UNION
    SELECT i.id
      FROM json_each($3) AS w
     CROSS JOIN invoices AS i INDEXED BY invoices_period
        ON i.subscription_id = w.value ->> 0 AND i.period = w.value ->> 1
       AND i.document <> 'void'
    UNION
    SELECT r.invoice_id
      FROM json_each($11) AS w CROSS JOIN refund_cases AS r ON r.id = w.value
    UNION
    SELECT v.invoice_id
      FROM json_each($12) AS w CROSS JOIN void_cases AS v ON v.id = w.value
    UNION
    SELECT l.invoice_id
      FROM json_each($13) AS w
     CROSS JOIN allocations AS l INDEXED BY allocations_posting ON l.posting_id = w.value
    UNION
    SELECT l.invoice_id
      FROM json_each($5) AS w
     CROSS JOIN allocations AS l INDEXED BY allocations_suspense ON l.suspense_id = w.value
    UNION
    SELECT i.id
      FROM json_each($13) AS w
     CROSS JOIN manual_payments AS m ON m.id = w.value
     CROSS JOIN json_each(m.body, '$.invoices') AS e
     CROSS JOIN invoices AS i ON i.id = e.value AND i.account_id = m.account_id
    UNION
    SELECT n.invoice_id
      FROM json_each($14) AS w CROSS JOIN credit_notes AS n ON n.id = w.value
    UNION
    SELECT i.id
      FROM json_each($15) AS w
     CROSS JOIN cases AS k ON k.id = w.value
     CROSS JOIN invoices AS i ON i.id = k.invoice_id AND i.account_id = k.account_id
    UNION
    SELECT i.id
      FROM json_each($15) AS w
     CROSS JOIN cases AS k ON k.id = w.value
     CROSS JOIN json_each(k.body, '$.proposal.resolution.invoices') AS e
     CROSS JOIN invoices AS i ON i.id = e.value AND i.account_id = k.account_id
),
billed (id, order_id) AS MATERIALIZED (
    SELECT i.id, i.order_id
      FROM account AS a CROSS JOIN invoices AS i INDEXED BY invoices_open
        ON i.account_id = a.id AND i.open_amount > 0
    UNION
    SELECT i.id, i.order_id
      FROM named_invoice CROSS JOIN invoices AS i ON i.id = named_invoice.id
    UNION
    SELECT i.id, i.order_id
      FROM named_order
     CROSS JOIN payment_invoices AS s ON s.order_id = named_order.id
     CROSS JOIN invoices AS i ON i.id = s.invoice_id
),
tried (order_id) AS MATERIALIZED (
    SELECT id FROM named_order
    UNION
    SELECT order_id FROM billed WHERE order_id IS NOT NULL
    UNION
    SELECT p.order_id
      FROM billed AS b
     CROSS JOIN payment_invoices AS s INDEXED BY payment_invoices_invoice ON s.invoice_id = b.id
     CROSS JOIN payments AS p ON p.order_id = s.order_id AND p.is_open = 1
    UNION
    SELECT s.order_id
      FROM named_invoice
     CROSS JOIN payment_invoices AS s INDEXED BY payment_invoices_invoice
        ON s.invoice_id = named_invoice.id
)
SELECT subject AS tag, key, account_id AS owner,
       NULL AS version, NULL AS seq, NULL AS hash, NULL AS body
  FROM located
UNION ALL
SELECT 'held', c.id, c.id, g.version, g.seq, g.hash, c.body
  FROM account AS a
 CROSS JOIN customers AS c ON c.id = a.id
 CROSS JOIN aggregates AS g ON g.id = 'account:' || a.id
UNION ALL
SELECT 'has_subscription', s.id, s.account_id, NULL, NULL, NULL, s.body
  FROM account AS a CROSS JOIN subscriptions AS s ON s.account_id = a.id
UNION ALL
SELECT 'has_invoice', i.id, i.account_id, NULL, NULL, NULL, i.body
  FROM billed AS b CROSS JOIN invoices AS i ON i.id = b.id
UNION ALL
SELECT 'has_attempt', p.order_id, p.account_id, NULL, NULL, NULL, p.body
  FROM tried AS t CROSS JOIN payments AS p ON p.order_id = t.order_id
UNION ALL
SELECT 'has_case', k.id, k.account_id, NULL, NULL, NULL, k.body
  FROM account AS a CROSS JOIN cases AS k INDEXED BY cases_account
    ON k.account_id = a.id AND k.state = 'open'
UNION ALL
SELECT 'has_case', k.id, k.account_id, NULL, NULL, NULL, k.body
  FROM json_each($15) AS w CROSS JOIN cases AS k ON k.id = w.value
UNION ALL
SELECT 'has_refund', r.id, r.account_id, NULL, NULL, NULL, r.body
  FROM account AS a CROSS JOIN refund_cases AS r ON r.account_id = a.id
UNION ALL
SELECT 'has_void', v.id, v.account_id, NULL, NULL, NULL, v.body
  FROM account AS a CROSS JOIN void_cases AS v ON v.account_id = a.id
UNION ALL
SELECT 'has_posting', m.id, m.account_id, NULL, NULL, NULL, m.body
  FROM account AS a CROSS JOIN manual_payments AS m ON m.account_id = a.id
UNION ALL
SELECT 'has_credit_note', n.id, n.account_id, NULL, NULL, NULL, n.body
  FROM account AS a CROSS JOIN credit_notes AS n ON n.account_id = a.id
UNION ALL
SELECT 'package', r.id, g.id, g.version, g.seq, g.hash, r.body
  FROM json_each($6) AS w
 CROSS JOIN aggregates AS g ON g.id = w.value
 CROSS JOIN packages AS r ON r.id = substr(g.id, 9)
 WHERE w.value LIKE 'package:%'
UNION ALL
SELECT 'series', r.month, g.id, g.version, g.seq, g.hash, r.body
  FROM json_each($6) AS w
 CROSS JOIN aggregates AS g ON g.id = w.value
 CROSS JOIN number_series AS r ON r.month = substr(g.id, 8)
 WHERE w.value LIKE 'series:%'
UNION ALL
SELECT 'user', r.id, g.id, g.version, g.seq, g.hash, r.body
  FROM json_each($6) AS w
 CROSS JOIN aggregates AS g ON g.id = w.value
 CROSS JOIN users AS r ON r.id = substr(g.id, 6)
 WHERE w.value LIKE 'user:%'
UNION ALL
SELECT 'suspense', r.order_id, g.id, g.version, g.seq, g.hash, r.body
  FROM json_each($6) AS w
 CROSS JOIN aggregates AS g ON g.id = w.value
 CROSS JOIN suspense_items AS r ON r.order_id = substr(g.id, 10)
 WHERE w.value LIKE 'suspense:%'
UNION ALL
SELECT 'promo', r.id, g.id, g.version, g.seq, g.hash, r.body
  FROM json_each($6) AS w
 CROSS JOIN aggregates AS g ON g.id = w.value
 CROSS JOIN promos AS r ON r.id = substr(g.id, 7)
 WHERE w.value LIKE 'promo:%'
UNION ALL
SELECT 'roster', r.id, g.id, g.version, g.seq, g.hash, r.body
  FROM json_each($6) AS w
 CROSS JOIN aggregates AS g ON g.id = w.value
 CROSS JOIN roster AS r ON r.id = substr(g.id, 8)
 WHERE w.value LIKE 'roster:%'
UNION ALL
SELECT 'email', r.email, 'user:' || r.id, g.version, g.seq, g.hash, r.body
  FROM json_each($7) AS w
 CROSS JOIN users AS r INDEXED BY users_email ON r.email = w.value AND r.deleted_at IS NULL
 CROSS JOIN aggregates AS g ON g.id = 'user:' || r.id
UNION ALL
SELECT 'command', c.id, '', NULL, NULL, c.request, c.answer
  FROM json_each($8) AS w CROSS JOIN command_keys AS c ON c.id = w.value
UNION ALL
SELECT 'inbox', e.event_key, e.order_id, NULL, NULL, NULL, e.state
  FROM json_each($9) AS w CROSS JOIN webhook_events AS e
    ON e.order_id = w.value ->> 0 AND e.event_key = w.value ->> 1
UNION ALL
SELECT 'effect', o.id, '', NULL, NULL, NULL, o.state
  FROM json_each($10) AS w CROSS JOIN outbox AS o ON o.id = w.value
