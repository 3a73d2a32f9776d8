-- name: add
INSERT INTO users (name)
VALUES (:name);
