-- name: find
SELECT id
FROM users
WHERE nick = :nick AND age >= :least_age;
