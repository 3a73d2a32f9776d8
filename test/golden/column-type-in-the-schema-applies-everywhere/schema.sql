CREATE TABLE logs (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL, -- @type timestamp_ms
  level TEXT NOT NULL -- @type 'info' | 'error'
) STRICT;
