SELECT asked.value AS order_id, p.account_id, p.body AS attempt, s.body AS item,
       coalesce((SELECT sum(a.amount - a.refunded) FROM allocations AS a
                  WHERE a.order_id = asked.value), 0)
     + coalesce((SELECT sum(a.amount - a.refunded) FROM allocations AS a
                  WHERE a.suspense_id = asked.value AND a.suspense_id IS NOT NULL), 0) AS allocated,
       (SELECT json_group_array(c.id) FROM cases AS c INDEXED BY cases_account
         WHERE c.account_id = p.account_id AND c.state = 'open'
           AND c.order_id = asked.value) AS cases
  FROM json_each(?1) AS asked
  LEFT JOIN payments AS p ON p.order_id = asked.value
  LEFT JOIN suspense_items AS s ON s.order_id = asked.value
 ORDER BY asked.key
