-- name: byName
SELECT id
FROM users
WHERE name = lower(:name COLLATE NOCASE);
