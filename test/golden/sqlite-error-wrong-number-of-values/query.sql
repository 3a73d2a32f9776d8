-- name: add
INSERT INTO users (id, name)
VALUES (:id);
