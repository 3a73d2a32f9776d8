-- name: ordersOf :many
SELECT id, total FROM orders WHERE user_id = :user_id ORDER BY id;
