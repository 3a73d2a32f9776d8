-- name: counter
WITH RECURSIVE days (n) AS (
  SELECT 0
  UNION ALL
  SELECT n + 1 FROM days WHERE n < :last
)
SELECT n
FROM days;
