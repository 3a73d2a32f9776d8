-- name: counts
SELECT u.id, (SELECT count(*) FROM users AS v GROUP BY u.id) AS count
FROM users AS u;
