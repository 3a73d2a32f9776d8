-- name: best
SELECT t.user_id, t.total
FROM (SELECT user_id, sum(cents) AS total FROM orders GROUP BY user_id) AS t
WHERE t.total > :least
ORDER BY t.total DESC;
