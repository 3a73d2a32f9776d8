-- name: either
-- @param words []
SELECT id
FROM items
WHERE json_array_length(:words) = 0 OR name IN (:words) OR status IN (:words);
