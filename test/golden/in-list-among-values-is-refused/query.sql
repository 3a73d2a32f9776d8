-- name: find
-- @param ids []
SELECT name FROM items WHERE id IN (:ids, 1, 2);

-- name: findOthers
-- @param ids integer[]
SELECT name FROM items WHERE id NOT IN (1, :ids);
