-- name: several
SELECT id
FROM users
WHERE id IN (SELECT value FROM json_eahc(:ids));
