-- name: bump
-- @idempotent by sean
UPDATE users SET seen = max(seen, :seen) WHERE id = :id;
