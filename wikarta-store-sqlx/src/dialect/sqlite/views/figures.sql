SELECT (SELECT coalesce(sum(total), 0) FROM invoices
        WHERE issued_at >= ?1 AND issued_at < ?2 AND document <> 'void') AS billed,
       (SELECT coalesce(sum(booked - refunded), 0) FROM payments
        WHERE settled_at >= ?1 AND settled_at < ?2 AND booked > 0) AS collected,
       (SELECT coalesce(sum(open_amount), 0) FROM invoices
        WHERE open_amount > 0) AS outstanding
