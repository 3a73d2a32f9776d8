-- name: addUser
INSERT INTO users (name, nick)
VALUES ('anonymous', coalesce(:nick, 'none'))
RETURNING name, nick;
