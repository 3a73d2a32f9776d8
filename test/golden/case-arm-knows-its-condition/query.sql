-- name: times
SELECT CASE WHEN done_at IS NOT NULL THEN done_at ELSE 0 END AS done,
  CASE WHEN started_at IS NOT NULL THEN done_at ELSE 0 END AS other
FROM tasks;
