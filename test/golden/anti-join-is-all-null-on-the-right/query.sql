-- name: withoutAvatar
SELECT u.id, a.url
FROM users AS u
LEFT JOIN avatars AS a ON a.user_id = u.id
WHERE a.user_id IS NULL;
