-- name: byRoles
SELECT id
FROM users
WHERE role IN (:first, :second);
