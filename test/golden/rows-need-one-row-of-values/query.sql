-- name: two
-- @rows
INSERT INTO items (id, name) VALUES (:a, :b), (:c, :d);

-- name: selected
-- @rows
INSERT INTO items (id, name) SELECT :id, :name;

-- name: nothing
-- @rows
INSERT INTO items DEFAULT VALUES;

-- name: updated
-- @rows
UPDATE items SET name = :name WHERE id = :id;

-- name: constant
-- @rows
INSERT INTO items (name) VALUES ('x') ON CONFLICT (id) DO UPDATE SET name = :name;

-- name: step
-- @rows
INSERT INTO items (id, name) VALUES (:id, :name);
DELETE FROM items WHERE id = :id;
