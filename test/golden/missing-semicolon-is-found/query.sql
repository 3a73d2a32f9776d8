-- name: find
SELECT name
FROM users
WHERE id = :id

-- name: all
SELECT name
FROM users;
