-- name: saveDoc
INSERT INTO docs (doc)
VALUES (:doc)
RETURNING doc;
