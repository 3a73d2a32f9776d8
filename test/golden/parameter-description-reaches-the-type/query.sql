-- name: find
-- Finds a user.
--
-- The name is compared exactly.
-- @param name the full name
-- @column id the user's number
SELECT id
FROM users
WHERE name = :name;
