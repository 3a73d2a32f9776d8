-- name: sizes
SELECT id, size
FROM sizes;
