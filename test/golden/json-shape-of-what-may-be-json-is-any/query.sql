-- name: shapes
SELECT
  json_quote(name) AS quoted,
  json_quote(json_array(1)) AS quoted_json,
  json_object('a', 1, 'a', 2) AS twice,
  json_array(x, b || '', coalesce(x, 1)) AS anything,
  json('{"a":"x","b":1.5,"c":[true]}') AS text,
  json('{"a":1,"a":2}') AS twice_in_text,
  json('{a:1}') AS json5,
  json_array(json(doc) COLLATE NOCASE) AS behind_collate,
  json_array(+json(doc)) AS behind_sign,
  json_array(coalesce(json(doc), 'x')) AS through_coalesce,
  json_array(coalesce(name, 'x')) AS coalesce_of_text,
  json_array(lower(json(doc))) AS through_lower,
  json_array((SELECT json(doc))) AS through_select,
  json_array((SELECT name)) AS select_of_text,
  json_array((VALUES (json(doc)))) AS through_values,
  json_array((VALUES (name))) AS values_of_text
FROM docs;

-- name: jsonFirst
WITH RECURSIVE parts (x, n) AS (SELECT json('[1]'), 1 UNION ALL SELECT 'a', n + 1 FROM parts WHERE n < 3)
SELECT json_array(x) AS part FROM parts;

-- name: jsonLater
WITH RECURSIVE parts (x, n) AS (SELECT 'a', 1 UNION ALL SELECT json('[1]'), n + 1 FROM parts WHERE n < 3)
SELECT json_array(x) AS part FROM parts;

-- name: textOnly
WITH RECURSIVE parts (x, n) AS (SELECT 'a', 1 UNION ALL SELECT 'b', n + 1 FROM parts WHERE n < 3)
SELECT json_array(x) AS part FROM parts;
