-- name: putCell
INSERT INTO cells (id, n) VALUES (:id, :n);

-- name: addToCell
UPDATE cells SET n = n + :by WHERE id = :id;

-- name: bumpCell :optional
UPDATE cells SET n = n + 1 WHERE id = :id RETURNING n;

-- name: removeCell
DELETE FROM cells WHERE id = :id;

-- name: cells
SELECT id, n FROM cells ORDER BY id;

-- name: moveBetweenCells
-- @step source
UPDATE cells SET n = n - :by WHERE id = :source RETURNING n;
-- @expect rows = 1 else no_source
UPDATE cells SET n = n + :by WHERE id = :target;
-- @expect changes = 1 else no_target

-- name: bumpOnce
-- @idempotent by id
-- @step made
INSERT INTO cells (id, n) VALUES (:id, 0) ON CONFLICT (id) DO NOTHING RETURNING id;
-- @step bumped
UPDATE cells SET n = n + :by WHERE id = :target RETURNING n;
-- @expect rows = 1 else no_target
-- @step total
SELECT count(*) AS count FROM cells;

-- name: readCounter :one
SELECT n, version FROM counters WHERE id = :id;

-- name: writeCounter
-- @step written
UPDATE counters SET n = :n, version = version + 1 WHERE id = :id AND version = :version RETURNING version;
