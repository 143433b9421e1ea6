INSERT INTO packages (id, code, name, mbps, price, pricing, tax_code, state, proposed,
       body)
SELECT value ->> 'id', value ->> 'code', value ->> 'name', value ->> 'mbps', value ->> 'price',
       value ->> 'pricing', value ->> 'tax_code', value ->> 'state',
       value ->> 'proposed', value ->> 'body'
  FROM jsonb_each($4) WHERE true
    ON CONFLICT (id) DO UPDATE SET
       code = excluded.code, name = excluded.name, mbps = excluded.mbps, price = excluded.price,
       pricing = excluded.pricing, tax_code = excluded.tax_code,
       state = excluded.state, proposed = excluded.proposed, body = excluded.body;
