-- name: find
SELECT email
FROM users;
