-- name: usersWithAvatars
SELECT u.*, a.url
FROM users AS u
LEFT JOIN avatars AS a ON a.user_id = u.id;
