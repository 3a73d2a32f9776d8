-- name: remake
DELETE FROM jobs;
CREATE TABLE more_jobs (id INTEGER PRIMARY KEY);
SAVEPOINT here;
