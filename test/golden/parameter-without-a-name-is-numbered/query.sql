-- name: find
SELECT id
FROM users
WHERE name = ? AND id > ?;
