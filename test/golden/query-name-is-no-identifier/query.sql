-- name: remove-user
DELETE FROM users
WHERE id = :id;
