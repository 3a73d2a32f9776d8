-- name: byName :one
SELECT id
FROM users
WHERE name = :name;
