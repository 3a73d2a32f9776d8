-- name: findUser
-- @param id interger the key
SELECT id, email FROM users WHERE id = :id;
