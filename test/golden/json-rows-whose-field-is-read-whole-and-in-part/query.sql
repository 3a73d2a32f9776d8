-- name: add :exec
INSERT INTO items (name, city, x, amount)
SELECT value ->> '$.address', value ->> '$.address.city', value ->> '$.x', value ->> '$.amount'
FROM json_each(:rows);
