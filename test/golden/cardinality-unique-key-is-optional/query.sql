-- name: byId
SELECT email FROM users WHERE id = :id;

-- name: byEmail
SELECT id FROM users WHERE email = :email;
