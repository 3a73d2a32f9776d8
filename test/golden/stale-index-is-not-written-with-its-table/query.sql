-- name: rename
UPDATE docs SET title = :title WHERE id = :id;

-- name: see
UPDATE docs SET seen = seen + 1 WHERE id = :id;

-- name: renameBoth
INSERT INTO docs_search (docs_search, rowid, title, body)
SELECT 'delete', id, title, body FROM docs WHERE id = :id;
UPDATE docs SET title = :title WHERE id = :id;
INSERT INTO docs_search (rowid, title, body) SELECT id, title, body FROM docs WHERE id = :id;
