CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  nick TEXT,
  settings TEXT NOT NULL DEFAULT '{}' -- @json ../schemas.ts#Settings
) STRICT;

CREATE TABLE visits (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), pages INT NOT NULL);
