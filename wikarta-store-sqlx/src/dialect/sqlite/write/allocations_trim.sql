DELETE FROM allocations
 WHERE (invoice_id, position) IN (
       SELECT a.invoice_id, a.position
         FROM jsonb_each($8) AS w CROSS JOIN allocations AS a
           ON a.invoice_id = w.value ->> 'id' AND a.position >= w.value ->> 'allocation_count');
