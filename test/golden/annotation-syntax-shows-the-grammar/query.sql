-- name: find :single
-- @param :id the user's number
-- @example id 5
SELECT name
FROM users
WHERE id = :id;
