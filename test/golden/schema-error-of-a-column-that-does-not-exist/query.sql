-- name: all
SELECT id
FROM users;
