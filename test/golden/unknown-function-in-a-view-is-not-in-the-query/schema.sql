CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL) STRICT;
CREATE VIEW lengths AS SELECT id, lenght(email) AS n FROM users;
