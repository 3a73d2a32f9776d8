-- name: patched
SELECT
  json_patch(json_object('id', id, 'gone', 1, 'deep', json_object('x', 1)), json_object('gone', NULL, 'deep', json_object('y', name), 'more', tries)) AS merged,
  json_patch('{"a":1}', json_object('a', name)) AS perhaps
FROM effects;
