-- name: either
SELECT id, a, b
FROM tasks
WHERE (a = 'x' AND b = 'y') OR a = 'z';
