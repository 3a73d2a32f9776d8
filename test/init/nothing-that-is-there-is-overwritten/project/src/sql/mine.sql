-- name: listA
SELECT id FROM a;
