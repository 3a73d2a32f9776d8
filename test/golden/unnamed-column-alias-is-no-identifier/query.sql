-- name: ids
SELECT id AS "User ID"
FROM users;
