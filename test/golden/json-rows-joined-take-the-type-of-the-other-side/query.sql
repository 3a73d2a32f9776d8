-- name: changeItems
UPDATE items SET name = r.value ->> '$.name', tries = tries + (r.value ->> '$.more')
FROM json_each(:changes) AS r
WHERE items.id = r.value ->> '$.id' AND r.key < 100;
