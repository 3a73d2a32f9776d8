-- name: stateOf
-- @consistency primary
SELECT state FROM users WHERE id = :id;
