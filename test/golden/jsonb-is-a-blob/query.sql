-- name: binary_
SELECT jsonb(doc) AS a, jsonb_set(doc, '$.a', 1) AS b, json(jsonb(doc)) AS c, jsonb_group_array(id) AS d FROM docs GROUP BY id;
