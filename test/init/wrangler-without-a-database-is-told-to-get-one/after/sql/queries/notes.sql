-- name: listNotes
-- The first rows of notes.
SELECT id, text, done
FROM notes
ORDER BY id
LIMIT :limit;
