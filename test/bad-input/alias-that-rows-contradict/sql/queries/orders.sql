-- name: ordersWithAge
SELECT o.id, u.age AS "age!" FROM orders AS o JOIN users AS u ON u.id = o.user_id;
