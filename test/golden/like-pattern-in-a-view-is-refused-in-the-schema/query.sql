-- name: find
SELECT id, name
FROM users
WHERE id = :id;
