CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 50),
  code TEXT NOT NULL CHECK (length(code) = 3),
  bio TEXT CHECK (length(bio) <= 500),
  nick TEXT CHECK (nick <> ''),
  city TEXT NOT NULL CHECK (length(trim(city)) > 0 AND length(trim(city)) < 9),
  note TEXT CHECK (length(note) > 0 OR note = 'none')
) STRICT;
