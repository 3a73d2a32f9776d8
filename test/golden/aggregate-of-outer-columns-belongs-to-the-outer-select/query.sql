-- name: counted
SELECT u.id, (SELECT count(u.id) FROM empties) AS n
FROM users AS u;
