CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, nick TEXT, role TEXT NOT NULL CHECK (role IN ('a', 'b'))) STRICT;
CREATE TABLE avatars (user_id INTEGER PRIMARY KEY, url TEXT NOT NULL) STRICT;
CREATE VIEW people AS
SELECT u.id, u.name, coalesce(u.nick, u.name) AS shown, u.role, a.url
FROM users AS u
LEFT JOIN avatars AS a ON a.user_id = u.id;
