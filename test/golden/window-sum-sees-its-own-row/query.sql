-- name: running
SELECT id, sum(total) OVER (ORDER BY id) AS sum, avg(total) OVER (PARTITION BY user_id) AS mean, max(note) OVER () AS note FROM orders;
