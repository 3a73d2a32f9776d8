-- name: find
SELECT nikname
FROM users;
