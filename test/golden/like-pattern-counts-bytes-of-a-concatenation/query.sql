-- name: search
SELECT id
FROM users
WHERE name GLOB 'ääääääääääääääääääääää' || '*' || 'öööö';
