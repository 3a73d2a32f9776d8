-- name: maybeFilter
SELECT id
FROM users
WHERE (:nick IS NULL OR nick = :nick);
