-- name: matching
SELECT id
FROM users
WHERE email REGEXP :pattern;
