-- name: sizes
SELECT id, size FROM files
UNION ALL
SELECT id, size FROM blobs;
