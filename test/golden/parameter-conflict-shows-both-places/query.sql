-- name: find
SELECT id
FROM users
WHERE id = :x OR name = :x;
