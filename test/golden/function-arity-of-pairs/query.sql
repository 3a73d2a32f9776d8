-- name: shown
SELECT json_object('id', id, 'name') AS user
FROM users;
