-- name: total
SELECT count(*)
FROM users;
