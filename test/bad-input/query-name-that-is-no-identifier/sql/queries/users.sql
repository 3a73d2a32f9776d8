-- name: find-user
SELECT id FROM users WHERE id = :id;

-- name: 2nd
SELECT id FROM users WHERE id = :id;
