-- name: add
-- @param code integer
INSERT INTO notes (code) VALUES (:code);
