-- name: perhaps
SELECT json_patch(json_object('id', id), json_object('name', name, 'cost', cost)) AS doc FROM effects;
