-- name: remove :exec
DELETE FROM users
WHERE id = :id
RETURNING name;
