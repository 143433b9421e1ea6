SELECT f.id, f.at, f.state, f.case_id, f.body, f.run_id, coalesce(c.code, '') AS code,
       coalesce(p.name, '') AS name, i.number
  FROM reconcile_findings AS f INDEXED BY sqlite_autoindex_reconcile_findings_1
  LEFT JOIN payments AS y ON y.order_id = f.order_id
  LEFT JOIN customers AS c ON c.id = y.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = y.account_id
  LEFT JOIN invoices AS i ON i.id = y.invoice_id
 WHERE f.id = ?1
