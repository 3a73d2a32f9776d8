-- name: withAvatar
SELECT u.id, a.url, a.alt
FROM users AS u
LEFT JOIN avatars AS a ON a.user_id = u.id
WHERE a.user_id IS NOT NULL;
