-- name: byNames
-- @param names text[] what they are called
SELECT id FROM items WHERE name IN (:names);

-- name: byIds
-- @param ids integer[]
SELECT name FROM items WHERE id IN (:ids) ORDER BY id;

-- name: byWeight
-- @param weights real[]
SELECT id FROM items WHERE weight IN (:weights);

-- name: byBig
-- @param bigs bigint[]
SELECT id, big FROM items WHERE big IN (:bigs);

-- name: byHash
-- @param hashes blob[]
SELECT id FROM items WHERE hash IN (:hashes);

-- name: byDone
-- @param flags boolean[]
SELECT id FROM items WHERE done IN (:flags);

-- name: byStatus
-- @param statuses ('new' | 'old')[]
SELECT id FROM items WHERE status IN (:statuses);
