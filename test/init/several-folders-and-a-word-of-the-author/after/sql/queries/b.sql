-- name: listB
-- The first rows of b.
SELECT id
FROM b
ORDER BY id
LIMIT :limit;
