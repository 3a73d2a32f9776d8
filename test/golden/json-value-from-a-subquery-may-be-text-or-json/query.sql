-- name: mixed
WITH parts AS (SELECT json(doc) AS body, title FROM docs)
SELECT json_object(
  'stored', docs.doc,
  'parsed', json(docs.doc),
  'arm', CASE WHEN docs.id > 1 THEN json(docs.doc) ELSE 'none' END,
  'body', parts.body,
  'title', parts.title
) AS card
FROM docs, parts;
