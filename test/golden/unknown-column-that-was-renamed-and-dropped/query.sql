-- name: find
SELECT u.nick AS nick
FROM users AS u;
