-- name: matchUp
SELECT user_id, u.user_id AS from_users, a.user_id AS from_avatars
FROM users AS u
FULL JOIN avatars AS a USING (user_id);
