-- name: states
SELECT state, level
FROM tasks
WHERE state = :state;
