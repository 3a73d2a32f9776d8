-- name: pathToRoot
WITH RECURSIVE path (id, parent_id, via, depth) AS (
  SELECT id, parent_id, NULL, 0 FROM nodes WHERE id = :id
  UNION ALL
  SELECT n.id, n.parent_id, p.id, p.depth + 1
  FROM path AS p
  JOIN nodes AS n ON n.id = p.parent_id
)
SELECT id, parent_id, via, depth
FROM path;
