-- name: ordersWithUsers
SELECT o.id, o.user_id, u.name
FROM orders AS o, users AS u
WHERE u.id = o.user_id;
