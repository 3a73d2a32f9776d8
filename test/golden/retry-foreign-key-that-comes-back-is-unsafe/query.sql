-- name: removeRoots
DELETE FROM nodes WHERE parent IS NULL;
