-- name: numbered
SELECT u.id, count(*) FILTER (WHERE u.id IN (SELECT lenght(email) FROM users)) OVER (ORDER BY u.id) AS n
FROM users AS u;
