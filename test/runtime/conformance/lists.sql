-- name: putCrate
INSERT INTO crates (id, name, size, weight, done, hash, big, data, anything)
VALUES (:id, :name, :size, :weight, :done, :hash, :big, :data, :anything);

-- name: cratesIn
-- @param names []
-- @param sizes []
-- @param weights []
-- @param flags []
-- @param hashes []
-- @param bigs []
-- @param anys []
SELECT id
FROM crates
WHERE name IN (:names)
  OR size IN (:sizes)
  OR weight IN (:weights)
  OR done IN (:flags)
  OR hash IN (:hashes)
  OR big IN (:bigs)
  OR anything IN (:anys)
ORDER BY id;

-- name: cratesNotIn
-- @param names text[]
SELECT id FROM crates WHERE name NOT IN (:names) ORDER BY id;

-- name: removeCrates
-- @param ids []
DELETE FROM crates WHERE id IN (:ids);
