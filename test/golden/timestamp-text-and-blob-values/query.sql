-- name: addFile
INSERT INTO files (name, bytes)
VALUES (:name, :bytes)
RETURNING at, bytes, length(bytes) AS size;
