-- name: tippers
SELECT user_id, max(tip) AS tip
FROM orders
GROUP BY user_id
HAVING max(tip) IS NOT NULL;
