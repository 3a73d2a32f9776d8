-- name: find
SELECT id
FROM user;
