-- name: addItems
-- @rows
INSERT INTO items (id, name, size, weight, big, hash, done, status, data)
VALUES (:id, :name, :size, :weight, :big, :hash, :done, :status, :data);
