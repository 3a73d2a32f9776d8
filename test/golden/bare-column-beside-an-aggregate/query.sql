-- name: biggest
SELECT id, max(cents) AS cents
FROM orders;

-- name: biggestByUser
SELECT user_id, id, max(cents) AS cents
FROM orders
GROUP BY user_id;
