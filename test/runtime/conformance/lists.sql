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

-- name: addCrates
-- @rows
INSERT INTO crates (id, name, size, weight, done, hash, big, data, anything)
VALUES (:id, :name, :size, :weight, :done, :hash, :big, :data, :anything);

-- name: addNamed
-- @rows
INSERT INTO crates (name) VALUES (:name) RETURNING id, name, note;

-- name: putCounted
-- @rows
INSERT INTO crates (id, size) VALUES (:id, :size)
ON CONFLICT (id) DO UPDATE SET size = crates.size + excluded.size + :extra
RETURNING id, size;

-- name: addNew
-- @rows
INSERT INTO crates (id, name) VALUES (:id, coalesce(:name, 'nameless')) ON CONFLICT DO NOTHING;

-- name: addPairs
-- @rows
INSERT INTO pairs (x, y) VALUES (:x, :y) RETURNING x, y;

-- name: addParents
-- @rows
INSERT INTO parents (id, code) VALUES (:id, :code);

-- name: addChildren
-- @rows
INSERT INTO children (id, parent_id, a, b) VALUES (:id, :parent_id, NULL, NULL);

-- name: addAudited
-- @rows
INSERT INTO audited (id, n) VALUES (:id, :n)
ON CONFLICT (id) DO UPDATE SET n = excluded.n;

-- name: putBin
-- @param t2 integer
INSERT INTO bins (t, n, r, i, b, u, d, t2) VALUES (:t, :n, :r, :i, :b, :u, :d, :t2);

-- name: addBins
-- @rows
-- @param t2 integer
INSERT INTO bins (t, n, r, i, b, u, d, t2) VALUES (:t, :n, :r, :i, :b, :u, :d, :t2);
