-- name: findUser
-- sqlgen-ignore wide-type: just in case
SELECT id FROM users WHERE id = :id;
