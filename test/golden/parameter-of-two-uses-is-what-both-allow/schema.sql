-- @column flags.big bigint
-- @column flags.at timestamp_ms
CREATE TABLE flags (
  id INTEGER PRIMARY KEY,
  a INTEGER NOT NULL CHECK (a IN (0, 1)),
  b INTEGER NOT NULL CHECK (b IN (0, 1)),
  n INTEGER NOT NULL,
  big INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
