-- Writes the winners of a commit, parents before children. Each parameter is a JSON list of rows;
-- the keys are the columns. A row is whole, so writing it again is the same as writing it once.

INSERT INTO aggregates (id, version, seq, hash)
SELECT value ->> 'id', value ->> 'version', value ->> 'seq', unhex(value ->> 'hash')
  FROM jsonb_each($1) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       version = excluded.version,
       seq = CASE WHEN excluded.seq > 0 THEN excluded.seq ELSE seq END,
       hash = CASE WHEN excluded.seq > 0 THEN excluded.hash ELSE hash END;

INSERT INTO customers (id, code, zone, registered_at, body)
SELECT value ->> 'id', value ->> 'code', value ->> 'zone', value ->> 'registered_at',
       value ->> 'body'
  FROM jsonb_each($2) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       code = excluded.code, zone = excluded.zone, registered_at = excluded.registered_at,
       body = excluded.body;

INSERT INTO accounts (id, credit, suspense)
SELECT value ->> 'id', value ->> 'credit', value ->> 'suspense'
  FROM jsonb_each($2) WHERE true
    ON CONFLICT (id) DO UPDATE SET credit = excluded.credit, suspense = excluded.suspense;

INSERT INTO customer_personal (account_id, key, name, phone, email, address)
SELECT value ->> 'account_id', unhex(value ->> 'key'), value ->> 'name', value ->> 'phone',
       value ->> 'email', value ->> 'address'
  FROM jsonb_each($3) WHERE true
    ON CONFLICT (account_id) DO UPDATE SET
       key = excluded.key, name = excluded.name, phone = excluded.phone, email = excluded.email,
       address = excluded.address;

INSERT INTO packages (id, code, name, mbps, price, pricing, tax_code, body)
SELECT value ->> 'id', value ->> 'code', value ->> 'name', value ->> 'mbps', value ->> 'price',
       value ->> 'pricing', value ->> 'tax_code', value ->> 'body'
  FROM jsonb_each($4) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       code = excluded.code, name = excluded.name, mbps = excluded.mbps, price = excluded.price,
       pricing = excluded.pricing, tax_code = excluded.tax_code, body = excluded.body;

INSERT INTO subscriptions (id, account_id, package_id, price, starts_on, status, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'package_id', value ->> 'price',
       value ->> 'starts_on', value ->> 'status', value ->> 'body'
  FROM jsonb_each($5) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       account_id = excluded.account_id, package_id = excluded.package_id, price = excluded.price,
       starts_on = excluded.starts_on, status = excluded.status, body = excluded.body;

INSERT INTO number_series (month, last, body)
SELECT value ->> 'month', value ->> 'last', value ->> 'body'
  FROM jsonb_each($6) WHERE true
    ON CONFLICT (month) DO UPDATE SET last = excluded.last, body = excluded.body;

INSERT INTO users (id, email, name, standing, body)
SELECT value ->> 'id', value ->> 'email', value ->> 'name', value ->> 'standing', value ->> 'body'
  FROM jsonb_each($7) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       email = excluded.email, name = excluded.name, standing = excluded.standing,
       body = excluded.body;

DELETE FROM user_roles
 WHERE user_id IN (SELECT value ->> 'id' FROM jsonb_each($7));

INSERT INTO user_roles (user_id, role)
SELECT u.value ->> 'id', r.value
  FROM jsonb_each($7) AS u CROSS JOIN jsonb_each(u.value, '$.roles') AS r;

INSERT INTO invoices (id, account_id, subscription_id, period, document, status, number, order_id,
       total, paid, refunded, open_amount, drafted_at, issued_at, due_date, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'subscription_id', value ->> 'period',
       value ->> 'document', value ->> 'status', value ->> 'number', value ->> 'order_id',
       value ->> 'total', value ->> 'paid', value ->> 'refunded', value ->> 'open_amount',
       value ->> 'drafted_at', value ->> 'issued_at', value ->> 'due_date', value ->> 'body'
  FROM jsonb_each($8) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       account_id = excluded.account_id, subscription_id = excluded.subscription_id,
       period = excluded.period, document = excluded.document, status = excluded.status,
       number = excluded.number, order_id = excluded.order_id, total = excluded.total,
       paid = excluded.paid, refunded = excluded.refunded, open_amount = excluded.open_amount,
       drafted_at = excluded.drafted_at, issued_at = excluded.issued_at,
       due_date = excluded.due_date, body = excluded.body;

DELETE FROM invoice_lines
 WHERE (invoice_id, position) IN (
       SELECT l.invoice_id, l.position
         FROM jsonb_each($8) AS w CROSS JOIN invoice_lines AS l
           ON l.invoice_id = w.value ->> 'id' AND l.position >= w.value ->> 'line_count');

-- Lines hardly ever change: an equal one is looked at and left alone.
INSERT INTO invoice_lines (invoice_id, position, description, from_day, to_day, quantity, amount,
       tax_code, tax)
SELECT value ->> 'invoice_id', value ->> 'position', value ->> 'description', value ->> 'from_day',
       value ->> 'to_day', value ->> 'quantity', value ->> 'amount', value ->> 'tax_code',
       value ->> 'tax'
  FROM jsonb_each($9) WHERE true
    ON CONFLICT (invoice_id, position) DO UPDATE SET
       description = excluded.description, from_day = excluded.from_day, to_day = excluded.to_day,
       quantity = excluded.quantity, amount = excluded.amount, tax_code = excluded.tax_code,
       tax = excluded.tax
 WHERE (description, from_day, to_day, quantity, amount, tax_code, tax) IS NOT
       (excluded.description, excluded.from_day, excluded.to_day, excluded.quantity,
        excluded.amount, excluded.tax_code, excluded.tax);

INSERT INTO webhook_events (order_id, event_key, state, reason, account_id, trace, received_at,
       verified_at, checked_at, updated_at, audited_at, due, gross_amount, hint, payload)
SELECT value ->> 'order_id', value ->> 'event_key', value ->> 'state', value ->> 'reason',
       value ->> 'account_id', value ->> 'trace', value ->> 'received_at', value ->> 'verified_at',
       value ->> 'updated_at', value ->> 'updated_at', value ->> 'updated_at', value ->> 'due',
       value ->> 'gross_amount', value ->> 'hint', unhex(value ->> 'payload')
  FROM jsonb_each($10);

UPDATE webhook_events AS e SET
       state = w.value ->> 'state', reason = w.value ->> 'reason',
       read_status = w.value ->> 'read_status', lease_until = 0,
       account_id = coalesce(w.value ->> 'account_id', e.account_id),
       checked_at = w.value ->> 'at', updated_at = w.value ->> 'at', audited_at = w.value ->> 'at',
       event_key = CASE w.value ->> 'state'
           WHEN 'refuted' THEN e.event_key || '#' || (
               SELECT count(*) + 1 FROM webhook_events AS o
                WHERE o.order_id = e.order_id AND o.event_key > e.event_key || '#'
                  AND o.event_key < e.event_key || '$')
           ELSE e.event_key END
  FROM jsonb_each($11) AS w
 WHERE e.order_id = w.value ->> 'order_id' AND e.event_key = w.value ->> 'event_key';

INSERT INTO payments (order_id, account_id, invoice_id, channel, type, amount, state, is_open,
       superseded, transaction_id, opened_at, expires_at, settled_at, booked, refunded,
       gross_amount, body)
SELECT value ->> 'order_id', value ->> 'account_id', value ->> 'invoice_id', value ->> 'channel',
       value ->> 'type', value ->> 'amount', value ->> 'state', value ->> 'is_open',
       value ->> 'superseded', value ->> 'transaction_id', value ->> 'opened_at',
       value ->> 'expires_at', value ->> 'settled_at', value ->> 'booked', value ->> 'refunded',
       (SELECT e.gross_amount FROM webhook_events AS e
         WHERE e.order_id = value ->> 'order_id' ORDER BY e.id DESC LIMIT 1),
       value ->> 'body'
  FROM jsonb_each($12) WHERE true
    ON CONFLICT (order_id) DO UPDATE SET
       account_id = excluded.account_id, invoice_id = excluded.invoice_id,
       channel = excluded.channel, type = excluded.type, amount = excluded.amount,
       state = excluded.state, is_open = excluded.is_open, superseded = excluded.superseded,
       transaction_id = excluded.transaction_id, opened_at = excluded.opened_at,
       expires_at = excluded.expires_at, settled_at = excluded.settled_at,
       booked = excluded.booked, refunded = excluded.refunded,
       gross_amount = excluded.gross_amount, body = excluded.body;

DELETE FROM payment_invoices
 WHERE (order_id, position) IN (
       SELECT s.order_id, s.position
         FROM jsonb_each($12) AS w CROSS JOIN payment_invoices AS s
           ON s.order_id = w.value ->> 'order_id' AND s.position >= w.value ->> 'share_count');

INSERT INTO payment_invoices (order_id, position, invoice_id, amount)
SELECT value ->> 'order_id', value ->> 'position', value ->> 'invoice_id', value ->> 'amount'
  FROM jsonb_each($13) WHERE true
    ON CONFLICT (order_id, position) DO UPDATE SET
       invoice_id = excluded.invoice_id, amount = excluded.amount
 WHERE (invoice_id, amount) IS NOT (excluded.invoice_id, excluded.amount);

DELETE FROM allocations
 WHERE (invoice_id, position) IN (
       SELECT a.invoice_id, a.position
         FROM jsonb_each($8) AS w CROSS JOIN allocations AS a
           ON a.invoice_id = w.value ->> 'id' AND a.position >= w.value ->> 'allocation_count');

INSERT INTO allocations (invoice_id, position, order_id, amount, refunded)
SELECT value ->> 'invoice_id', value ->> 'position', value ->> 'order_id', value ->> 'amount',
       value ->> 'refunded'
  FROM jsonb_each($14) WHERE true
    ON CONFLICT (invoice_id, position) DO UPDATE SET
       order_id = excluded.order_id, amount = excluded.amount, refunded = excluded.refunded
 WHERE (order_id, amount, refunded) IS NOT
       (excluded.order_id, excluded.amount, excluded.refunded);

INSERT INTO refunds (order_id, key, amount, confirmed, origin)
SELECT value ->> 'order_id', value ->> 'key', value ->> 'amount', value ->> 'confirmed',
       value ->> 'origin'
  FROM jsonb_each($15) WHERE true
    ON CONFLICT (order_id, key) DO UPDATE SET
       amount = excluded.amount, confirmed = excluded.confirmed, origin = excluded.origin;

INSERT INTO cases (id, account_id, kind, state, order_id, invoice_id, amount, opened_at, body)
SELECT value ->> 'id', value ->> 'account_id', value ->> 'kind', value ->> 'state',
       value ->> 'order_id', value ->> 'invoice_id', value ->> 'amount', value ->> 'opened_at',
       value ->> 'body'
  FROM jsonb_each($16) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       account_id = excluded.account_id, kind = excluded.kind, state = excluded.state,
       order_id = excluded.order_id, invoice_id = excluded.invoice_id, amount = excluded.amount,
       opened_at = excluded.opened_at, body = excluded.body;

INSERT INTO suspense_items (order_id, amount, refunded, status, settled_at, found_at, body)
SELECT value ->> 'order_id', value ->> 'amount', value ->> 'refunded', value ->> 'status',
       value ->> 'settled_at', value ->> 'found_at', value ->> 'body'
  FROM jsonb_each($17) WHERE true
    ON CONFLICT (order_id) DO UPDATE SET
       amount = excluded.amount, refunded = excluded.refunded, status = excluded.status,
       settled_at = excluded.settled_at, found_at = excluded.found_at, body = excluded.body;

INSERT INTO audit_logs (aggregate, seq, at, actor, roles, action, command, trace, hash, changes,
       data)
SELECT value ->> 'aggregate', value ->> 'seq', value ->> 'at', value ->> 'actor',
       value ->> 'roles', value ->> 'action', value ->> 'command', value ->> 'trace',
       unhex(value ->> 'hash'), value ->> 'changes', value ->> 'data'
  FROM jsonb_each($18);

INSERT INTO audit_entities (entity, entity_id, audit_id)
SELECT w.value ->> 0, w.value ->> 1, l.id
  FROM jsonb_each($19) AS w CROSS JOIN audit_logs AS l
    ON l.aggregate = w.value ->> 2 AND l.seq = w.value ->> 3;

INSERT INTO command_keys (id, request, answer, at)
SELECT value ->> 'id', unhex(value ->> 'request'), value ->> 'answer', value ->> 'at'
  FROM jsonb_each($20);

UPDATE webhook_events AS e SET notified_at = coalesce(w.value ->> 1, o.created_at)
  FROM json_each($21) AS w CROSS JOIN outbox AS o ON o.id = w.value ->> 0
 WHERE o.kind = 'send' AND o.state = 'waiting' AND e.order_id = o.inbox_order
   AND e.event_key = o.inbox_key;

UPDATE outbox AS o SET
       state = 'done', ended_at = coalesce(w.value ->> 1, o.created_at), lease_until = 0
  FROM json_each($21) AS w
 WHERE o.id = w.value ->> 0 AND o.state = 'waiting';

INSERT INTO outbox (id, kind, state, due, account_id, inbox_order, inbox_key, trace, created_at,
       effect)
SELECT value ->> 'id', value ->> 'kind', 'waiting', value ->> 'due', value ->> 'account_id',
       value ->> 'inbox_order', value ->> 'inbox_key', value ->> 'trace', value ->> 'created_at',
       value ->> 'effect'
  FROM jsonb_each($22);
