DELETE FROM invoice_lines
 WHERE (invoice_id, position) IN (
       SELECT l.invoice_id, l.position
         FROM jsonb_each($8) AS w CROSS JOIN invoice_lines AS l
           ON l.invoice_id = w.value ->> 'id' AND l.position >= w.value ->> 'line_count');
