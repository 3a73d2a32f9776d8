-- name: byName :optional
SELECT id
FROM users
WHERE name = :name;
