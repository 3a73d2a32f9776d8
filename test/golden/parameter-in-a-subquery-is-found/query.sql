-- name: activeSince
WITH recent AS (SELECT user_id FROM logins WHERE at > :since)
SELECT u.name
FROM users AS u
WHERE u.id IN (SELECT user_id FROM recent) AND EXISTS (SELECT 1 FROM logins AS l WHERE l.user_id = u.id AND l.at < :until);
