-- name: changes
SELECT at,
  lag(points) OVER (ORDER BY at) AS before,
  lag(points, 1, 0) OVER (ORDER BY at) AS before_or_zero,
  lead(points, 2, points) OVER (ORDER BY at) AS after
FROM scores;
