-- name: find

-- name: all
SELECT name FROM users;
