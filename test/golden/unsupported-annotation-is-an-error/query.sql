-- name: find
SELECT name
FROM users
WHERE id > :id -- @optional
ORDER BY id;
