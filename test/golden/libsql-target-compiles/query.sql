-- name: find
SELECT name
FROM users
WHERE id = :id;
