-- name: page
SELECT id
FROM users
ORDER BY id
LIMIT :limit OFFSET :offset;
