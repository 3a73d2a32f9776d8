-- name: find
SELECT u.title
FROM users AS u, teams AS t;
