-- name: perPlayer
SELECT player,
  sum(points) OVER w AS running,
  last_value(points) OVER (w ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS later
FROM scores
WINDOW w AS (PARTITION BY player ORDER BY at);
