-- name: ids
SELECT id FROM t;
