CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  size INTEGER,
  weight REAL NOT NULL,
  big INTEGER NOT NULL, -- @type bigint
  hash BLOB NOT NULL,
  done INTEGER NOT NULL CHECK (done IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('new', 'old')),
  data TEXT CHECK (json_valid(data)),
  note TEXT NOT NULL DEFAULT 'none'
) STRICT;
