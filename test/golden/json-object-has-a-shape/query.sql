-- name: cards
SELECT json_object('id', id, 'name', name, 'nick', nick, 'score', score, 'tags', json_array(1, 'x')) AS card
FROM users;
