-- name: listUser
-- The first rows of User.
SELECT "id", "email", "name", "order"
FROM "User"
ORDER BY "id"
LIMIT :limit;
