-- name: addItems
-- @rows
-- @param tags text[]
INSERT INTO items (name, weight, big, hash, done, status, size)
VALUES (
  :name, -- unique
  1.5,
  (SELECT max(big) FROM items WHERE name = :other),
  :hash,
  :tag IN (:tags),
  'new',
  (SELECT length(value) FROM json_each('["given"]') WHERE value <> :name)
);
