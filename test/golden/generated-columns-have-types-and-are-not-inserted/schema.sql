CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  net INTEGER NOT NULL,
  gross INTEGER NOT NULL AS (net * 2),
  label TEXT AS (id || ':' || net) STORED
) STRICT;
