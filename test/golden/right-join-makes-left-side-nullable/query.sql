-- name: listAvatars
SELECT u.name, a.url
FROM users AS u
RIGHT JOIN avatars AS a ON a.user_id = u.id;
