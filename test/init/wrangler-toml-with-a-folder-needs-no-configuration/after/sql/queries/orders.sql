-- name: listOrders
-- The first rows of orders.
SELECT id, total, note
FROM orders
ORDER BY id
LIMIT :limit;
