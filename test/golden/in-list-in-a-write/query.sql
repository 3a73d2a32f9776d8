-- name: finish
-- @param ids []
UPDATE items SET done = 1 WHERE id IN (:ids);

-- name: remove
-- @param ids []
DELETE FROM items WHERE id IN (:ids) RETURNING big;
