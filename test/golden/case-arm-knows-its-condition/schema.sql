CREATE TABLE tasks (started_at INTEGER, done_at INTEGER) STRICT;
