CREATE TABLE leases (id INTEGER PRIMARY KEY, job TEXT NOT NULL, released_at INTEGER) STRICT;
CREATE UNIQUE INDEX leases_open ON leases (job) WHERE released_at IS NULL;
