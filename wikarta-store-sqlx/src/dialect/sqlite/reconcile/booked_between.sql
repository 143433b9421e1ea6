SELECT p.order_id, p.channel, p.booked, p.settled_at
  FROM payments AS p INDEXED BY payments_settled
 WHERE p.booked > 0 AND p.settled_at >= ?1 AND p.settled_at < ?2
