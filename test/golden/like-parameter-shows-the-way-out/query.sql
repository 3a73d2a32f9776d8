-- name: search
SELECT id
FROM users
WHERE name LIKE '%' || :word || '%';

-- name: complete
SELECT id
FROM users
WHERE name LIKE :prefix || '%';

-- name: match
SELECT id
FROM users
WHERE name GLOB :pattern;
