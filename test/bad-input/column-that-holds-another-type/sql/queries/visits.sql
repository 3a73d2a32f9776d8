-- name: halve
UPDATE visits SET pages = pages * 0.5 WHERE id = :id;
