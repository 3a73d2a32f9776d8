-- name: find
SELECT id
FROM users
WHERE name = :name OR name = @name;
