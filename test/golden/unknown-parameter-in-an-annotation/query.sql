-- name: find
-- @param nmae the full name
SELECT id
FROM users
WHERE name = :name;
