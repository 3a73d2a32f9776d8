-- name: files
SELECT *
FROM files;
