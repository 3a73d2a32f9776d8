-- name: bump
-- @idempotent
UPDATE users SET seen = max(seen, :seen) WHERE id = :id;

-- name: bumpBy
-- @idempotent by :seen
UPDATE users SET seen = max(seen, :seen) WHERE id = :id;

-- name: bumpOnce
-- @idempotent by seen and id
UPDATE users SET seen = max(seen, :seen) WHERE id = :id;

-- name: bumpAgain
-- @unsafe-retry because the count decides
UPDATE users SET seen = max(seen, :seen) WHERE id = :id;

-- name: stateOf
-- @consistency strong
SELECT state FROM users WHERE id = :id;

-- name: stateOfEmail
-- @consistency primary please
SELECT state FROM users WHERE email = :email;
