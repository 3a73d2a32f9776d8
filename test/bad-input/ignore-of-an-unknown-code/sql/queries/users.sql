-- name: findUser
-- sqlgen-ignore wide-typ: just in case
SELECT id FROM users WHERE id = :id;
