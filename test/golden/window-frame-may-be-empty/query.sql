-- name: sums
SELECT at,
  sum(points) OVER (ORDER BY at) AS running,
  sum(points) OVER (ORDER BY at ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) AS before,
  first_value(points) OVER (ORDER BY at ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING EXCLUDE CURRENT ROW) AS next,
  nth_value(points, 2) OVER (ORDER BY at) AS second
FROM scores;
