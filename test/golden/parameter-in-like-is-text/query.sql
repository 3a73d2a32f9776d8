-- name: search
SELECT id
FROM users
WHERE name LIKE '%' || :part || '%' ESCAPE '\';
