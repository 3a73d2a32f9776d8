-- name: same
SELECT
  CASE WHEN n > 1 THEN json_object('a', NULL) ELSE json_object('a', NULL) END AS objects,
  CASE WHEN n > 1 THEN json_array(n, name) ELSE json_array(n, name) END AS tuples,
  CASE WHEN n > 1 THEN json_group_array(n) ELSE json_group_array(n) END AS lists,
  CASE WHEN n > 1 THEN json_group_object(name, n) ELSE json_group_object(name, n) END AS records,
  CASE WHEN n > 1 THEN settings ELSE settings END AS settings,
  CASE WHEN n > 1 THEN json_quote(name) ELSE json_quote(name) END AS texts
FROM docs
GROUP BY id;

-- name: different
SELECT
  CASE WHEN n > 1 THEN json_object('a', 1) ELSE json_object('b', 1) END AS names,
  CASE WHEN n > 1 THEN json_object('a', 1) ELSE json_object('a', 'x') END AS fields,
  CASE WHEN n > 1 THEN json_object('a', 1) ELSE json_object('a', 1, 'b', 2) END AS counts,
  CASE WHEN n > 1 THEN json_patch('{}', json_object('a', name)) ELSE json_object('a', name || '') END AS optionals,
  CASE WHEN n > 1 THEN json_array(n) ELSE json_array(name) END AS tuples,
  CASE WHEN n > 1 THEN json_array(n) ELSE json_array(n, n) END AS lengths,
  CASE WHEN n > 1 THEN json_group_array(n) ELSE json_group_array(name) END AS lists,
  CASE WHEN n > 1 THEN json_group_object(name, n) ELSE json_group_object(name, name) END AS records,
  CASE WHEN n > 1 THEN settings ELSE other END AS modules,
  CASE WHEN n > 1 THEN json_quote(name) ELSE json_quote(n) END AS scalars,
  CASE WHEN n > 1 THEN json_quote(n) ELSE json_quote(n / 2.5) END AS numbers,
  CASE WHEN n > 1 THEN json_quote(n) ELSE json_quote(nullif(n, 1)) END AS nulls,
  CASE WHEN n > 1 THEN json_group_array(n) ELSE json_object('a', 1) END AS kinds
FROM docs
GROUP BY id;

-- name: maybe
SELECT
  d.id,
  json_object('x', json(o.doc)) AS inside,
  CASE WHEN d.n > 1 THEN json_object('x', json(o.doc)) ELSE json_object('x', json(o.doc)) END AS same,
  CASE WHEN d.n > 1 THEN json_object('x', json(o.doc)) ELSE json_object('x', json(coalesce(o.doc, '{}'))) END AS other,
  json_object('x', json(o.doc)) ->> '$.x.n' AS n,
  json_object('x', json(o.doc)) ->> '$.x.z' AS z,
  json_object('x', json(o.doc)) ->> '$.x' AS x,
  json_object('x', json(o.doc)) -> '$.x' AS text,
  json_set(json_object('x', json(o.doc)), '$.x.n', 1) AS changed,
  json_patch('{}', json_object('x', json(o.doc))) AS patched,
  '{"a":null}' ->> '$.a.b' AS nowhere,
  '{"a":1}' -> '$.b' AS missing,
  '{"a":1}' ->> '$.b' AS missing_value
FROM docs AS d
LEFT JOIN (SELECT id, json_object('n', n) AS doc FROM docs) AS o ON o.id = d.n;
