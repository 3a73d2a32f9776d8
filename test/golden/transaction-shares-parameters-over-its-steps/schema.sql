CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done')),
  note TEXT
) STRICT;
