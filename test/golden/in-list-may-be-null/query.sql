-- name: find
-- @param ids integer[]?
SELECT name FROM items WHERE :ids IS NULL OR id IN (:ids);
