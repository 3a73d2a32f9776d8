-- name: listA
-- The first rows of a.
SELECT b
FROM a
LIMIT :limit;
