-- What came in and has not gone out, over all there is.
SELECT (SELECT coalesce(sum(booked - refunded), 0) FROM payments WHERE booked > 0)
     + (SELECT coalesce(sum(amount), 0) FROM manual_payments WHERE state = 'VERIFIED')
     + (SELECT coalesce(sum(amount - refunded), 0) FROM suspense_items)
     - (SELECT coalesce(sum(amount), 0) FROM refund_cases
         WHERE stage = 'DONE' AND route = 'offline' AND order_id IS NULL)
