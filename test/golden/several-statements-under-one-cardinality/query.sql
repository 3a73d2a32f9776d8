-- name: rename :one
UPDATE users SET name = :name WHERE id = :id;
SELECT name FROM users WHERE id = :id;
