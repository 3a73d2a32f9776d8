-- name: everything
SELECT *
FROM users
NATURAL LEFT JOIN avatars;
