-- name: mixed
SELECT CASE WHEN n > 1 THEN n ELSE r END AS number,
  CASE WHEN n > 1 THEN n ELSE s END AS any_of,
  CASE WHEN n > 1 THEN 1 ELSE 0 END AS flag
FROM tasks;
