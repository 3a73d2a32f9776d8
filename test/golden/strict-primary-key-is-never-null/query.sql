-- name: all
SELECT a.id, b.x, b.y FROM a, b;
