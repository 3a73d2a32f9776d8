-- name: findUser
SELECT emial FROM users WHERE id = :id;
