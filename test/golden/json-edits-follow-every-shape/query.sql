-- name: edits
SELECT
  json_set(json_group_object(name, n), '$.total', n) AS record_same,
  json_set(json_group_object(name, n), '$.total', 'x') AS record_other,
  json_insert(json_group_object(name, n), '$.total', 'x') AS record_inserted,
  json_set(5, '$.a', 1) AS scalar,
  json_set('{"a":null}', '$.a.b', 1) AS null_inside,
  json_set('{"a":{"b":1}}', '$.a.b', name, '$.c.d', n, '$', json_array(1)) AS whole,
  json_insert('{"a":1}', '$', 5) AS inserted_whole,
  json_set('[1]', '$.a', 2) AS array_by_key,
  json_replace('{"a":{"b":1}}', '$.x.y', 1, '$.a.b', name) AS replaced,
  json_set('{}', '$.a[0]', 1) AS made_array,
  json_set('{}', '$."a b"', n, '$.c', done = 1) AS quoted,
  json_remove(json_group_object(name, n), '$.a') AS record_removed,
  json_remove(json_group_array(n), '$[0]') AS array_removed,
  json_remove('{"a":{"b":1,"c":2}}', '$.a.b', '$.x', '$.a.z') AS deep_removed,
  json_remove('{"a":1}', '$.a.b') AS scalar_kept,
  json_remove('[1,2]', '$[0].a') AS array_inside
FROM docs GROUP BY id;

-- name: patches
SELECT
  json_patch('{"a":1,"b":{"c":1}}', '{"a":null,"b":{"c":null,"d":[1]}}') AS merged,
  json_patch('[1]', '{"a":1}') AS over_array,
  json_patch('{"a":1}', '[1]') AS by_array,
  json_patch('{"a":1}', 'null') AS by_null,
  json_patch('{"a":1}', doc) AS by_any,
  json_patch(doc, '{"a":1}') AS of_any,
  json_patch('{"a":1}', json_object('b', json(maybe), 'c', json(doc))) AS with_any,
  json_patch(json_patch('{"a":1}', json_object('b', name)), json_object('b', json_object('x', 1))) AS over_perhaps,
  json_patch('{"a":{"x":1}}', json_patch('{}', json_object('a', name))) AS by_perhaps,
  json_patch(json_patch('{}', json_object('b', name)), '{"b":[1,2]}') AS tuple_over_perhaps
FROM docs;

-- name: perhaps
SELECT
  json_set(json_patch('{}', json_object('b', name)), '$.b', 'y') AS changed,
  json_insert(json_patch('{}', json_object('b', name)), '$.b', n) AS inserted,
  json_replace(json_patch('{}', json_object('b', name)), '$.b', n) AS replaced,
  json_set(json_patch('{}', json_object('b', name)), '$.b.c', n) AS inside,
  json_remove(json_patch('{"a":1}', json_object('b', name)), '$.b') AS removed
FROM docs;
