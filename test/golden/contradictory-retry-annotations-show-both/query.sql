-- name: bump
-- @unsafe-retry
-- @idempotent by seen
UPDATE users SET seen = max(seen, :seen) WHERE id = :id;
