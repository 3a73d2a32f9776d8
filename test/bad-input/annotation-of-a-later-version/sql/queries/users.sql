-- name: findUser
-- @plan no-scan
SELECT id FROM users WHERE id = :id;
