-- name: find
SELECT id /* the number
FROM users;
