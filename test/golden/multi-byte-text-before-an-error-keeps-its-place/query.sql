-- name: odd
SELECT 'é😀é😀' AS text, naem FROM users;
