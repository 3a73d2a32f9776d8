-- name: levels
WITH levels (level, label) AS (
  VALUES (1, 'low'), (2, 'high'), (3, NULL)
)
SELECT level, label
FROM levels;
