-- name: readyTasks
SELECT id
FROM ready;
