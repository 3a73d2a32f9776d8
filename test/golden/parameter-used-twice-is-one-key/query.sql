-- name: byAnyName
SELECT id
FROM users
WHERE name = :name OR nick = :name;
