CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE VIEW people (person_id, label) AS SELECT id, name FROM users;
