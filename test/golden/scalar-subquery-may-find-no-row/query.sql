-- name: lastLogin
SELECT u.id,
  (SELECT l.at FROM logins AS l WHERE l.user_id = u.id ORDER BY l.at DESC LIMIT 1) AS last_at,
  (SELECT count(*) FROM logins AS l WHERE l.user_id = u.id) AS logins
FROM users AS u;
