-- Everything that a batch of commands names, in one statement and so from one snapshot.
-- $1 accounts, $2 customer codes, $3 subscriptions [id, month], $4 invoices, $5 orders,
-- $6 aggregates other than accounts, $7 e-mail addresses, $8 command ids, $9 inbox keys
-- [order, event key], $10 effects, $11 refunds, $12 voids, $13 postings, $14 credit notes,
-- $15 cases, $16 reminders, $17 messages [channel, name],
-- $18 package codes: each a JSON list. CROSS JOIN keeps the order
-- of the tables, so that a short list drives and the tables are searched by index. The rest of the
-- statement is in rest.sql.
WITH
asked (subject, key, account_id) AS MATERIALIZED (
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
    UNION ALL
    SELECT 'reminder', m.id, m.account_id
      FROM json_each($16) AS w CROSS JOIN reminders AS m ON m.id = w.value
    UNION ALL
    SELECT 'message', s.channel || ':' || s.provider_id, m.account_id
      FROM json_each($17) AS w
     CROSS JOIN reminder_messages AS s
        ON s.channel = w.value ->> 0 AND s.provider_id = w.value ->> 1
     CROSS JOIN reminders AS m ON m.id = s.reminder_id
),
-- The orders and bills that those name.
asked_order (id) AS MATERIALIZED (
    SELECT r.order_id
      FROM asked CROSS JOIN refund_cases AS r ON r.id = asked.key
     WHERE asked.subject = 'refund' AND r.order_id IS NOT NULL
    UNION ALL
    SELECT p.order_id
      FROM asked
     CROSS JOIN cases AS k ON k.id = asked.key
     CROSS JOIN payments AS p ON p.order_id = k.order_id AND p.account_id = k.account_id
     WHERE asked.subject = 'case'
),
asked_invoice (id) AS MATERIALIZED (
    SELECT r.invoice_id
      FROM asked CROSS JOIN refund_cases AS r ON r.id = asked.key
     WHERE asked.subject = 'refund'
    UNION ALL
    SELECT v.invoice_id
      FROM asked CROSS JOIN void_cases AS v ON v.id = asked.key
     WHERE asked.subject = 'void'
    UNION ALL
    SELECT l.invoice_id
      FROM asked
     CROSS JOIN allocations AS l INDEXED BY allocations_posting ON l.posting_id = asked.key
     WHERE asked.subject = 'posting'
    UNION ALL
    SELECT i.id
      FROM asked
     CROSS JOIN manual_payments AS m ON m.id = asked.key
     CROSS JOIN json_each(m.body, '$.invoices') AS e
     CROSS JOIN invoices AS i ON i.id = e.value AND i.account_id = m.account_id
     WHERE asked.subject = 'posting'
    UNION ALL
    SELECT n.invoice_id
      FROM asked CROSS JOIN credit_notes AS n ON n.id = asked.key
     WHERE asked.subject = 'credit_note'
    UNION ALL
    SELECT i.id
      FROM asked
     CROSS JOIN cases AS k ON k.id = asked.key
     CROSS JOIN invoices AS i ON i.id = k.invoice_id AND i.account_id = k.account_id
     WHERE asked.subject = 'case'
    UNION ALL
    SELECT i.id
      FROM asked
     CROSS JOIN cases AS k ON k.id = asked.key
     CROSS JOIN json_each(k.body, '$.proposal.resolution.invoices') AS e
     CROSS JOIN invoices AS i ON i.id = e.value AND i.account_id = k.account_id
     WHERE asked.subject = 'case'
    UNION ALL
    -- A message speaks of the bills of all reminders that it speaks for.
    SELECT o.invoice_id
      FROM json_each($16) AS w
     CROSS JOIN reminders AS m ON m.id = w.value
     CROSS JOIN reminders AS o INDEXED BY reminders_speaker ON o.speaker_id = m.speaker_id
    UNION ALL
    SELECT o.invoice_id
      FROM json_each($17) AS w
     CROSS JOIN reminder_messages AS s
        ON s.channel = w.value ->> 0 AND s.provider_id = w.value ->> 1
     CROSS JOIN reminders AS m ON m.id = s.reminder_id
     CROSS JOIN reminders AS o INDEXED BY reminders_speaker ON o.speaker_id = m.speaker_id
),
