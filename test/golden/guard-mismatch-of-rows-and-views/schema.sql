CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done')),
  note TEXT
) STRICT;
CREATE VIEW open_jobs AS SELECT id, note FROM jobs WHERE state <> 'done';
CREATE TRIGGER open_jobs_note INSTEAD OF UPDATE ON open_jobs
BEGIN
  UPDATE jobs SET note = new.note WHERE id = new.id;
END;
