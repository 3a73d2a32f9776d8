-- name: changed
SELECT json_set(a, '$.x', 1) AS a, json_set(b, '$.x', 1) AS b, json_patch(a, b) AS patched,
  json_remove(a, '$.x') AS removed
FROM docs;
