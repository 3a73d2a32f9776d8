-- name: twice
-- @rows
INSERT INTO items (id, name) VALUES (:id, :name) ON CONFLICT (id) DO UPDATE SET name = :name;

-- name: named
-- @rows
INSERT INTO items (id, name) VALUES (:id, :name) ON CONFLICT (id) DO UPDATE SET size = :rows;

-- name: one :one
-- @rows
INSERT INTO items (id, name) VALUES (:id, :name) RETURNING id;

-- name: words
-- @rows id name
INSERT INTO items (id, name) VALUES (:id, :name);

-- name: again
-- @rows
-- @rows
INSERT INTO items (id, name) VALUES (:id, :name);

-- name: unknown
-- @rows id, nmae
INSERT INTO items (id, name) VALUES (:id, :name);

-- name: elsewhere
-- @rows id, size
INSERT INTO items (id, name) VALUES (:id, :name) ON CONFLICT (id) DO UPDATE SET size = :size;
