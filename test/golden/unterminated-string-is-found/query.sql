-- name: find
SELECT id
FROM users
WHERE name = 'O'Brien';
