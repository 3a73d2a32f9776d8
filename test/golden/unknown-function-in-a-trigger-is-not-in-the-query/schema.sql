CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL) STRICT;
CREATE TRIGGER no_short_names BEFORE INSERT ON users BEGIN
  SELECT raise(ABORT, 'short') WHERE lenght(new.email) < 3;
END;
