-- name: ordersOf :many
SELECT id FROM orders WHERE user_id = :user_id ORDER BY id;
