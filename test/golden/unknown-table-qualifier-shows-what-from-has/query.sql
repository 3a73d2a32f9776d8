-- name: find
SELECT users.id
FROM users AS u;
