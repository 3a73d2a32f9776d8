-- name: list
SELECT id FROM a;
