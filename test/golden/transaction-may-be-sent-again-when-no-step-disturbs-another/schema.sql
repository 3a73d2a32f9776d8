CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done')),
  note TEXT
) STRICT;
CREATE TABLE logs (job_id INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (job_id, text)) STRICT;
