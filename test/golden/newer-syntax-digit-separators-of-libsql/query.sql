-- name: big
SELECT id
FROM users
WHERE id > 1_000_000;
