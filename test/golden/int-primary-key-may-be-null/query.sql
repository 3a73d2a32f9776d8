-- name: all
SELECT id, rowid AS row FROM a;
