-- name: find
SELECT emial
FROM users;
