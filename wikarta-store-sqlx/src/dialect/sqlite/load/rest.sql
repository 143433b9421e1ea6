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
    SELECT subject, key, account_id FROM asked
),
account (id) AS MATERIALIZED (
    SELECT DISTINCT account_id FROM located
),
-- What a want names, itself or through what it names.
named_order (id) AS MATERIALIZED (
    SELECT key FROM located WHERE subject = 'order'
    UNION
    SELECT id FROM asked_order
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
    SELECT l.invoice_id
      FROM located
     CROSS JOIN allocations AS l INDEXED BY allocations_suspense ON l.suspense_id = located.key
     WHERE located.subject = 'moved'
    UNION
    SELECT id FROM asked_invoice
),
-- Whose each order is that a want names; the money of an unknown one may be somebody's by now.
told (order_id, account_id) AS MATERIALIZED (
    SELECT key, account_id FROM located WHERE subject IN ('order', 'moved')
    UNION
    SELECT p.order_id, p.account_id
      FROM asked_order CROSS JOIN payments AS p ON p.order_id = asked_order.id
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
    UNION
    -- People may have put its money on other bills: it is taken from there.
    SELECT i.id, i.order_id
      FROM named_order
     CROSS JOIN allocations AS l INDEXED BY allocations_order ON l.order_id = named_order.id
     CROSS JOIN invoices AS i ON i.id = l.invoice_id
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
    UNION
    -- Whose money is on a bill: where it goes from there is written down at its attempt.
    SELECT l.order_id
      FROM billed AS b CROSS JOIN allocations AS l ON l.invoice_id = b.id
     WHERE l.order_id IS NOT NULL
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
-- A finding that comes again opens its case again: what the case was must be known then.
SELECT 'has_case', k.id, k.account_id, NULL, NULL, NULL, k.body
  FROM told AS t CROSS JOIN cases AS k INDEXED BY cases_account
    ON k.account_id = t.account_id AND k.state = 'closed' AND k.order_id = t.order_id
UNION ALL
SELECT 'has_case', k.id, k.account_id, NULL, NULL, NULL, k.body
  FROM asked CROSS JOIN cases AS k ON k.id = asked.key
 WHERE asked.subject = 'case'
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
SELECT 'has_reminder', m.id, m.account_id, NULL, NULL, NULL, m.body
  FROM billed AS b CROSS JOIN reminders AS m ON m.invoice_id = b.id
UNION ALL
SELECT substr(g.id, 1, instr(g.id, ':') - 1), substr(g.id, instr(g.id, ':') + 1), g.id,
       g.version, g.seq, g.hash,
       CASE substr(g.id, 1, instr(g.id, ':') - 1)
       WHEN 'package' THEN (SELECT body FROM packages WHERE id = substr(g.id, 9))
       WHEN 'series' THEN (SELECT body FROM number_series WHERE month = substr(g.id, 8))
       WHEN 'user' THEN (SELECT body FROM users WHERE id = substr(g.id, 6))
       WHEN 'suspense' THEN (SELECT body FROM suspense_items WHERE order_id = substr(g.id, 10))
       WHEN 'promo' THEN (SELECT body FROM promos WHERE id = substr(g.id, 7))
       WHEN 'policy' THEN (SELECT body FROM policy WHERE id = substr(g.id, 8))
       WHEN 'roster' THEN (SELECT body FROM roster WHERE id = substr(g.id, 8))
       END
  FROM json_each($6) AS w CROSS JOIN aggregates AS g ON g.id = w.value
UNION ALL
SELECT 'email', r.email, 'user:' || r.id, g.version, g.seq, g.hash, r.body
  FROM json_each($7) AS w
 CROSS JOIN users AS r INDEXED BY users_email ON r.email = w.value AND r.deleted_at IS NULL
 CROSS JOIN aggregates AS g ON g.id = 'user:' || r.id
UNION ALL
SELECT 'package_code', p.code, 'package:' || p.id, g.version, g.seq, g.hash, p.body
  FROM json_each($18) AS w
 CROSS JOIN packages AS p INDEXED BY packages_code ON p.code = w.value AND p.deleted_at IS NULL
 CROSS JOIN aggregates AS g ON g.id = 'package:' || p.id
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
