-- name: find
-- @column nick text
SELECT id
FROM users
WHERE name = :name;
