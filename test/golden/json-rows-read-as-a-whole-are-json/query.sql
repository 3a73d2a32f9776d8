-- name: whole
SELECT e.value, e.value ->> '$.id' AS id FROM json_each(:rows) AS e;

-- name: blobs
INSERT INTO items (id, body, tries, done, kind) SELECT value ->> 'id', value ->> 'body', 1, 0, 'a' FROM json_each(:rows);

-- name: positions
SELECT e.value ->> '$[0]' AS a FROM json_each(:rows) AS e JOIN items ON items.id = e.value ->> '$[0]';
