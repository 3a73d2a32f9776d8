-- name: fields
SELECT doc -> '$.user' AS user, doc ->> '$.user.name' AS user_name, json_extract(doc, '$.n') AS n,
  json_type(doc) AS kind, json_type(doc, '$.n') AS n_kind, json_array_length(doc) AS len
FROM docs;
