-- Whose it is, what for, how and how much never changes; leaving that out spares its indexes.
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
       state = excluded.state, is_open = excluded.is_open, superseded = excluded.superseded,
       transaction_id = excluded.transaction_id,
       expires_at = excluded.expires_at, settled_at = excluded.settled_at,
       booked = excluded.booked, refunded = excluded.refunded,
       gross_amount = excluded.gross_amount, body = excluded.body;
