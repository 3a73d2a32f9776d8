-- name: find
-- @parm id the user's number
SELECT name
FROM users
WHERE id = :id;
