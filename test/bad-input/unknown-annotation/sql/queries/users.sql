-- name: findUser
-- @parm id the key
SELECT id FROM users WHERE id = :id;
