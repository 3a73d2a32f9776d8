-- name: results
SELECT result
FROM tasks;
