-- name: ada
SELECT id, "nam" AS name
FROM users
WHERE name = 'Ada';
