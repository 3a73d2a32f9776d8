-- name: due
SELECT due_at
FROM tasks
WHERE NOT (due_at IS NULL);
