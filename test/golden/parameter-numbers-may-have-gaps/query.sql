-- name: find
SELECT id
FROM users
WHERE name = ?5 AND id > ?2 AND id < ?2 + 10;
