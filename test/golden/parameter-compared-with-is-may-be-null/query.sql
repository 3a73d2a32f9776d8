-- name: find
SELECT id
FROM users
WHERE nick IS :nick;
