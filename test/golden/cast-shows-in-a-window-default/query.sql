-- name: gaps
SELECT id, lag(at, 1, :first) OVER (ORDER BY at) AS before
FROM jobs;
