-- name: removeAll
DELETE FROM users
ORDER BY id;
