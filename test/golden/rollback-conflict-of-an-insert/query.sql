-- name: add
INSERT OR ROLLBACK INTO users (id, name)
VALUES (1, :name);
