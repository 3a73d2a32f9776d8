-- name: states
SELECT state
FROM tasks;
