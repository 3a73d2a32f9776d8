-- name: getUser :one
SELECT name FROM users WHERE id = :id;
