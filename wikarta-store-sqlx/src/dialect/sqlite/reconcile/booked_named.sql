SELECT p.order_id, p.channel, p.booked, p.settled_at
  FROM json_each(?1) AS asked
  JOIN payments AS p ON p.order_id = asked.value
 WHERE p.booked > 0
