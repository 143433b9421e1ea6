-- A batch that names no refund, void, posting, credit note, case or reminder, as a notification does: the
-- statement is as short as that.
WITH
asked (subject, key, account_id) AS (SELECT '', '', '' WHERE false),
asked_order (id) AS (SELECT '' WHERE false),
asked_invoice (id) AS (SELECT '' WHERE false),
