-- name: others
-- @param sizes []
SELECT id, size FROM items WHERE size NOT IN (:sizes);

-- name: these
-- @param sizes []
SELECT id, size FROM items WHERE size IN (:sizes);
