-- name: stateOf
-- @idempotent by id
SELECT state FROM users WHERE id = :id;
