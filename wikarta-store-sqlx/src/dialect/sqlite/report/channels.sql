SELECT y.order_id, y.channel FROM json_each(?1) AS w CROSS JOIN payments AS y ON y.order_id = w.value
