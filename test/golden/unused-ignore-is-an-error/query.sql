-- name: find
-- sqlgen-ignore wide-type: the name is anything
SELECT name
FROM users
WHERE id = :id;
