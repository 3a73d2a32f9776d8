-- name: take
-- @unsafe-retry
DELETE FROM users WHERE id = :id;

-- name: bump
-- @idempotent by seen
UPDATE users SET seen = max(seen, :seen) WHERE id = :id;

-- name: slow
-- @unsafe-retry
SELECT count(*) AS count FROM users;
