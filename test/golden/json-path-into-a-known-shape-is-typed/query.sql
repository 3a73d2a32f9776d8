-- name: paths
WITH docs AS (
  SELECT json_object('id', id, 'name', name, 'tries', tries, 'cost', cost, 'list', json_array(1, 'x'), 'nothing', NULL) AS doc FROM effects
)
SELECT
  doc ->> '$.id' AS id, doc ->> 'name' AS name, doc ->> '$.tries' AS tries, json_extract(doc, '$.cost') AS cost,
  doc -> '$.list' AS list, doc ->> '$.list[0]' AS first, doc ->> '$.list[#-1]' AS last, doc -> '$.name' AS name_json,
  doc ->> '$.nothing' AS no_value, doc ->> '$.missing' AS missing
FROM docs;
