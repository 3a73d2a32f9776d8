-- name: search
SELECT id
FROM users
WHERE name LIKE '%a name that is one byte longer than it may bexxxx%';
