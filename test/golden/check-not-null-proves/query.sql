-- name: names
SELECT name FROM users;
