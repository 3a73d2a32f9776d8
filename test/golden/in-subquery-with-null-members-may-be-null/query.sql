-- name: flags
SELECT id IN (SELECT user_id FROM logins) AS seen,
  id IN (SELECT user_id FROM admins) AS admin
FROM users;
