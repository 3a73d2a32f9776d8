-- name: listUsers
SELECT user_id, a.user_id AS avatar_user_id
FROM users AS u
LEFT JOIN avatars AS a USING (user_id);
