-- name: paidByUser
SELECT user_id, sum(cents) FILTER (WHERE paid = 1) AS paid, count(*) FILTER (WHERE paid = 0) AS open
FROM orders
GROUP BY user_id;
