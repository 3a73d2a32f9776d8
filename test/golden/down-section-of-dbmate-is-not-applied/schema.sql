-- migrate:up
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL) STRICT;

-- migrate:down
DROP TABLE users; -- and what is 'never closed
