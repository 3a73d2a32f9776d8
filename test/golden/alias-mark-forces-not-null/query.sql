-- name: nicks
SELECT nick AS "nick!"
FROM users;
