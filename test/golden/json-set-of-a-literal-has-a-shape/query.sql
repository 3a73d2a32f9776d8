-- name: settings
SELECT
  json_set('{}', '$.id', id, '$.more.tries', tries) AS made,
  json_set('{"a":1,"b":{"c":"x"}}', '$.b.c', cost) AS changed,
  json_insert('{"a":1}', '$.a', name, '$.b', name) AS inserted,
  json_replace('{"a":1}', '$.a', name, '$.b', name) AS replaced
FROM effects;
