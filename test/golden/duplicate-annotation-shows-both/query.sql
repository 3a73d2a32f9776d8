-- name: find
-- @param id the user's number
-- @param id the user's number, again
SELECT name
FROM users
WHERE id = :id;
