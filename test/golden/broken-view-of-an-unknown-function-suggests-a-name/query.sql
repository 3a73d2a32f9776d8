-- name: find
SELECT id
FROM users;
