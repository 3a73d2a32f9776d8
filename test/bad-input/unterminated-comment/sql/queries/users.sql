-- name: findUser
SELECT id /* FROM users;
