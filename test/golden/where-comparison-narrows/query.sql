-- name: lateTasks
SELECT id, due_at, done_at
FROM tasks
WHERE due_at < :now AND done_at > due_at;
