-- name: matchUp
SELECT u.name, a.url
FROM users AS u
FULL JOIN avatars AS a ON a.user_id = u.id;
