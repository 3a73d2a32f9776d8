-- name: findUser
SELECT id FROM users WHERE email = 'x;
