-- name: all
SELECT id FROM users;

-- name: all
SELECT id FROM users ORDER BY id;
