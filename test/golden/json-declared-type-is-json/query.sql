-- name: allDocs
SELECT doc
FROM docs;
