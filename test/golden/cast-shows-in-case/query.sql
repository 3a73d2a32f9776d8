-- name: times
SELECT CASE WHEN at IS NULL THEN :fallback ELSE at END AS at
FROM jobs;
