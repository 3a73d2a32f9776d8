-- name: found
SELECT id
FROM found;
