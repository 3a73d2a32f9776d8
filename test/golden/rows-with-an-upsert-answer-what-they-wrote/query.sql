-- name: putItems :many
-- Adds items, or renames those that are there.
-- @rows
-- @param now timestamp_ms
INSERT INTO items (id, name, weight, big, hash, done, status, size)
VALUES (:id, trim(:name), :weight, :big * 2, x'00', FALSE, 'new', coalesce(:size, 1))
ON CONFLICT (id) DO UPDATE SET name = excluded.name, size = :now
RETURNING id, big, size;
