-- name: find
-- sqlgen-ignore unknown-column: it will come
SELECT nick
FROM users;
