-- name: addItems
INSERT INTO items (id, name, tries, cost, done, kind, doc)
SELECT
  value ->> '$.id', value ->> '$.name', value ->> 'tries', json_extract(value, '$.price.amount'), value ->> '$.done',
  value ->> '$.kind', value -> '$.doc'
FROM json_each(:rows)
WHERE value ->> '$.id' <> '';
