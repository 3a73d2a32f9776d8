-- name: listUsers
-- The first rows of users.
SELECT id, email, created_at, name
FROM users
ORDER BY id
LIMIT :limit;
