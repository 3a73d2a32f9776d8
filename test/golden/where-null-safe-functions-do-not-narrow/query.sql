-- name: loose
SELECT a, b, c
FROM tasks
WHERE coalesce(a, 'x') = 'x' AND typeof(b) = 'null' AND length(c) > 0;
