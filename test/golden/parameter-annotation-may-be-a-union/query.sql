-- name: byRole
-- @param role 'admin' | 'guest'
SELECT id
FROM users
WHERE role = :role;
