-- name: addUsers
INSERT INTO users (id, name)
SELECT value ->> '$.id', value ->> '$.name' FROM json_each(:rows);
