-- Issued bills of a span, taken-back ones included: the tax office was told of them.
SELECT i.id, i.issued_at AS at, i.body, i.account_id, c.body AS customer, coalesce(p.name, '') AS name,
       coalesce(p.address, '') AS address, a.version
  FROM invoices AS i INDEXED BY invoices_issued
 CROSS JOIN customers AS c ON c.id = i.account_id
  LEFT JOIN customer_personal AS p ON p.account_id = i.account_id
  JOIN aggregates AS a ON a.id = 'account:' || i.account_id
 WHERE i.issued_at >= ?1 AND i.issued_at < ?2 AND (i.issued_at, i.id) > (?3, ?4)
 ORDER BY i.issued_at, i.id
 LIMIT ?5
