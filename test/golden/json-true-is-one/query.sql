-- name: flags
SELECT json('{"a":true}') ->> 'a' AS value, json('{"a":true}') -> 'a' AS json, json_extract('{"a":true}', '$.a') AS extracted, doc ->> '$.a' AS open FROM docs;
