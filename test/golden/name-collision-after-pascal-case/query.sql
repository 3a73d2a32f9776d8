-- name: allUsers
SELECT id FROM users;

-- name: all_users
SELECT id FROM users ORDER BY id;
