-- name: activity
SELECT u.id, EXISTS (SELECT 1 FROM logins AS l WHERE l.user_id = u.id) AS active
FROM users AS u;
