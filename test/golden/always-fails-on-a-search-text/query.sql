-- name: broken
SELECT rowid AS id
FROM docs
WHERE docs MATCH '"never closed';
