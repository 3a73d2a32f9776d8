-- name: biggestFirst
SELECT id, size
FROM files
ORDER BY size DESC;
