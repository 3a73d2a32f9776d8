-- name: paths
WITH shapes AS (
  SELECT
    json_group_object(name, n) AS record,
    json_group_array(r) AS list,
    json_array(n, name, json_object('x', done = 1)) AS tuple,
    json_object('maybe', json(CASE WHEN n > 1 THEN '{}' END), 'n', n, 'yes', json('true'), 'no_value', NULL) AS object,
    json_patch('{}', json_object('b', name)) AS perhaps
  FROM docs GROUP BY id
)
SELECT
  record ->> '$.a' AS a, record ->> '$[0]' AS b, list ->> 0 AS c, list ->> '$.a' AS d, tuple ->> 1 AS e, tuple ->> -1 AS f,
  tuple ->> '$[2].x' AS g, tuple ->> 9 AS h, object ->> 'n' AS i, object ->> '$.n.x' AS j, object -> '$.yes' AS k,
  object ->> '$.yes' AS l, object ->> 'no_value' AS m, perhaps ->> 'b' AS o, json_extract(object, '$') AS p,
  json_extract(object, '$.n', '$.yes') AS q, object ->> '1' AS r, object ->> '$.' AS s, object ->> 1.5 AS t, list -> 0 AS u
FROM shapes;
