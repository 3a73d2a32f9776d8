-- name: times
SELECT coalesce(at, :fallback) AS at
FROM jobs;
