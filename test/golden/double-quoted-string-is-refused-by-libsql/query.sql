-- name: ada
SELECT id
FROM users
WHERE name = "Lovelace";
