-- name: stateOf
-- @consistency primary
-- @consistency primary
SELECT state FROM users WHERE id = :id;

-- name: bump
-- @idempotent by seen
-- @idempotent by id
UPDATE users SET seen = max(seen, :seen) WHERE id = :id;
