-- name: userByEmail
SELECT id, email
FROM users
WHERE email = :email;
