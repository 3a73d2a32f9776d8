-- name: users
SELECT name, code, bio, nick, city, note, upper(name) AS shout, min(name, nick) AS first FROM users;

-- name: addUser
INSERT INTO users (name, code, bio, nick, city) VALUES (:name, :code, :bio, :nick, :city);

-- name: userNamed
SELECT id FROM users WHERE name = :name;
