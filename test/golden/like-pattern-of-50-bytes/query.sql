-- name: search
SELECT id
FROM users
WHERE name LIKE '%a name that is exactly as long as it may bexxxxx%';
