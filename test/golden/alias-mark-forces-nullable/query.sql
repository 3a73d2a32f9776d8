-- name: names
SELECT name AS "name?"
FROM users;
