-- name: byEverything
-- @param names [] what they are called
-- @param bigs []
-- @param hashes []
-- @param flags []
-- @param statuses []
-- @param weights []
SELECT id
FROM items
WHERE name IN (:names)
  AND big IN (:bigs)
  AND hash IN (:hashes)
  AND done IN (:flags)
  AND status IN (:statuses)
  AND weight IN (:weights);
