-- What waits for a person, counted over indexes that hold nothing else.
SELECT (SELECT count(*) FROM refund_cases INDEXED BY refund_cases_open
         WHERE is_final = 0) AS refunds,
       (SELECT count(*) FROM void_cases INDEXED BY void_cases_open WHERE is_final = 0) AS voids,
       (SELECT count(*) FROM manual_payments INDEXED BY manual_payments_waiting
         WHERE state = 'RECORDED') AS postings,
       (SELECT count(*) FROM credit_notes INDEXED BY credit_notes_waiting
         WHERE state = 'REQUESTED') AS credit_notes,
       (SELECT count(*) FROM cases INDEXED BY cases_open WHERE state = 'open') AS cases,
       (SELECT count(*) FROM suspense_items INDEXED BY suspense_items_open
         WHERE account_id IS NULL AND amount > refunded) AS suspense,
       (SELECT count(*) FROM promos INDEXED BY promos_waiting
         WHERE state = 'PROPOSED') AS promos,
       (SELECT count(*) FROM packages INDEXED BY packages_proposed
         WHERE proposed = 1) AS package_prices,
       (SELECT count(*) FROM subscriptions INDEXED BY subscriptions_ending
         WHERE termination = 'requested') AS terminations,
       (SELECT coalesce(sum(changes), 0) FROM roster WHERE id = 'staff') AS access_changes
