CREATE TABLE users (id INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT;
CREATE TABLE changes_of_users (state TEXT NOT NULL) STRICT;
CREATE TRIGGER users_changed AFTER UPDATE ON users
BEGIN
  INSERT INTO changes_of_users (state) VALUES (new.state);
END;
