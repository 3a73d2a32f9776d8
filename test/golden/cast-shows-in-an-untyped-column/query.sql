-- name: put
-- @param thing integer
INSERT INTO bag (thing)
VALUES (:thing);
