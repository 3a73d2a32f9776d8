-- name: counted
SELECT (SELECT count(u.id) FROM empties) AS n
FROM users AS u;
