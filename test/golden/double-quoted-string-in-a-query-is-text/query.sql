-- name: ada
SELECT id, "it's" AS what
FROM users
WHERE name = "Lovelace";
