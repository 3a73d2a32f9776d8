CREATE TABLE things (
  id INTEGER PRIMARY KEY,
  any,
  blob BLOB,
  loose NUMERIC,
  num REAL,
  doc JSON,
  list TEXT
);
