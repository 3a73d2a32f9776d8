-- name: dueTasks
SELECT id, due_at, note
FROM tasks
WHERE due_at IS NOT NULL;
