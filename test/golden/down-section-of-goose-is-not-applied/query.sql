-- name: users
SELECT id, email
FROM users;
