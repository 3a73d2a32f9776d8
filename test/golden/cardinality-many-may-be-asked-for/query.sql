-- name: users :many
SELECT name FROM users WHERE id = :id;
