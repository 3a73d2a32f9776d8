-- name: byEmail
SELECT id FROM users WHERE email IS :email;
