-- name: find
-- @param values []
SELECT id FROM items WHERE :x IN (:values);
