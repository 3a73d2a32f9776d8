-- name: find
-- @param names []
SELECT id FROM items WHERE name = :names;
