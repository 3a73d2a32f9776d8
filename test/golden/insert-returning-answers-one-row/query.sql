-- name: addUser
INSERT INTO users (name, nick)
VALUES (:name, :nick)
RETURNING id, name, nick, created_at;
