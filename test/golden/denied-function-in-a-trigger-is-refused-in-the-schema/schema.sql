CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, score REAL NOT NULL DEFAULT 0) STRICT;
CREATE TRIGGER users_ai AFTER INSERT ON users BEGIN
  UPDATE users SET score = power(new.score, 2) WHERE id = new.id;
END;
