-- name: openTasks
SELECT id, state, owner
FROM tasks
WHERE state IN ('ready', 'running') AND owner NOT IN ('nobody', 'root');
