SELECT f.id, f.at, f.state, f.case_id, f.body, f.run_id, coalesce(c.code, '') AS code,
       coalesce(p.name, '') AS name, i.number
  FROM reconcile_findings AS f INDEXED BY reconcile_findings_open
  LEFT JOIN payments AS y ON y.order_id = f.order_id
  LEFT JOIN customers AS c ON c.id = y.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = y.account_id
  LEFT JOIN invoices AS i ON i.id = y.invoice_id
 WHERE f.state IN ('open', 'case')
   AND (?1 = '' OR instr(?1, ',' || f.state || ',') > 0)
   AND (?2 = '' OR instr(?2, ',' || f.kind || ',') > 0)
   AND (?3 = '' OR f.run_id = ?3)
   AND (f.at, f.id) < (?4, ?5)
 ORDER BY f.at DESC, f.id DESC
 LIMIT ?6
