-- Lines hardly ever change: an equal one is looked at and left alone.
INSERT INTO invoice_lines (invoice_id, position, kind, description, from_day, to_day, quantity,
       amount, tax_code, tax)
SELECT value ->> 'invoice_id', value ->> 'position', value ->> 'kind', value ->> 'description',
       value ->> 'from_day', value ->> 'to_day', value ->> 'quantity', value ->> 'amount',
       value ->> 'tax_code', value ->> 'tax'
  FROM jsonb_each($9) WHERE true
    ON CONFLICT (invoice_id, position) DO UPDATE SET
       kind = excluded.kind, description = excluded.description, from_day = excluded.from_day,
       to_day = excluded.to_day, quantity = excluded.quantity, amount = excluded.amount,
       tax_code = excluded.tax_code, tax = excluded.tax
 WHERE (kind, description, from_day, to_day, quantity, amount, tax_code, tax) IS NOT
       (excluded.kind, excluded.description, excluded.from_day, excluded.to_day,
        excluded.quantity, excluded.amount, excluded.tax_code, excluded.tax);
