-- name: owners
SELECT id, name AS "owner.name" FROM users;

-- name: effects
SELECT id AS "effects[].id" FROM users;
