-- name: addItems
-- @rows id, name, big
INSERT INTO items (id, name, weight, big, hash, done, status, size, data)
VALUES (:id, :name, :weight, :big, x'', 0, :status, :now, json_object('at', :now, 'id', :id))
ON CONFLICT (id) DO UPDATE SET name = excluded.name, size = :now;
