-- name: ship
UPDATE stock
SET n = stock.n - o.n
FROM orders AS o
WHERE o.sku = stock.sku AND o.id = :order_id
RETURNING sku, stock.n;
