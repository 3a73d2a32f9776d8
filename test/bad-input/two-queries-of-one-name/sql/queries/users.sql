-- name: findUser
SELECT id FROM users WHERE id = :id;

-- name: findUser
SELECT id FROM users WHERE id = :id;
