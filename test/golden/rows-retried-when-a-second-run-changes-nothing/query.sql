-- name: ignored
-- @rows
INSERT INTO items (id, name) VALUES (:id, :name) ON CONFLICT (id) DO NOTHING;

-- name: updated
-- @rows
INSERT INTO items (id, name) VALUES (:id, :name) ON CONFLICT (id) DO UPDATE SET name = excluded.name;

-- name: sometimes
-- @rows
INSERT INTO items (id, name) VALUES (:id, :name)
ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE items.size < 3;

-- name: counted
-- @rows
INSERT INTO items (id, name) VALUES (:id, :name);
