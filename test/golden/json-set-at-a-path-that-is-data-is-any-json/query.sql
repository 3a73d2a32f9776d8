-- name: settings
SELECT json_set('{"a":1}', '$.' || effects.id, tries) AS a, json_set(doc, '$.a', 1) AS b, json_set('{"a":[1]}', '$.a[0]', 'x') AS c
FROM effects JOIN owners ON owners.effect_id = effects.id;
