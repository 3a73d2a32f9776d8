-- name: a
SELECT id FROM a;
