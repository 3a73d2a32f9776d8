-- name: shown
SELECT json_extract(json_object('a', id), 'a') AS a
FROM users;
