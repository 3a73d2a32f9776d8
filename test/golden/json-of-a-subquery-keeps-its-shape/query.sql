-- name: nested
SELECT e.id, json_object('owners', json((SELECT json_group_array(json_object('id', o.id)) FROM owners AS o WHERE o.effect_id = e.id)), 'top', json((SELECT json_object('id', o.id) FROM owners AS o WHERE o.effect_id = e.id LIMIT 1))) AS doc
FROM effects AS e;
