-- name: findUser
-- @step one
SELECT id FROM users WHERE id = :id;
