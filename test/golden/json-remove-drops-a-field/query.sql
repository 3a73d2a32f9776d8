-- name: removed
SELECT json_remove(json_object('id', id, 'name', name), '$.name') AS a, json_remove(json_array(1, 2), '$[0]') AS b FROM effects;
