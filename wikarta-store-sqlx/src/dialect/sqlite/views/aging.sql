-- `Belum jatuh tempo` ≤ 0; 1–30; 31–60; 61–90; > 90 days.
SELECT CASE WHEN age <= 0 THEN -1 WHEN age <= 30 THEN 1 WHEN age <= 60 THEN 31
            WHEN age <= 90 THEN 61 ELSE 91 END AS from_days,
       count(*) AS count, sum(open_amount) AS open
FROM (SELECT open_amount, cast(julianday(?1) - julianday(due_date) AS INTEGER) AS age
      FROM invoices WHERE open_amount > 0 AND due_date IS NOT NULL)
GROUP BY 1 ORDER BY 1
