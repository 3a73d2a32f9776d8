-- name: findNote
SELECT rowid, body
FROM notes
WHERE rowid = :rowid;
