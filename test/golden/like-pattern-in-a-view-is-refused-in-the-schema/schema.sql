CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, score REAL NOT NULL DEFAULT 0) STRICT;
INSERT INTO users (name) VALUES ('ada');
CREATE VIEW found AS
  SELECT id FROM users WHERE name LIKE '%a name that is longer than anybody would think it is%';
