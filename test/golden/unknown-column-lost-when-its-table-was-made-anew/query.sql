-- name: find
SELECT nick
FROM users;
