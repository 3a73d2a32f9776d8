-- name: totalsByUser
SELECT user_id, count(*) AS n, sum(cents) AS total, sum(tip) AS tips, max(cents) AS most
FROM orders
GROUP BY user_id;
