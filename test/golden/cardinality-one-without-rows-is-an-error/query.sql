-- name: remove :one
DELETE FROM users
WHERE id = :id;
