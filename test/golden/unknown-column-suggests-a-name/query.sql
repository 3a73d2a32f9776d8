-- name: find
SELECT emial
FROM users
WHERE id = :id;
