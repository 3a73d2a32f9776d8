-- name: finish
UPDATE jobs SET state = 'done' WHERE id = :id;
-- @expect rows = 1 else gone

-- name: read
-- @step job
SELECT note FROM jobs WHERE id = :id;
-- @expect changes = 1 else gone

-- name: columns
-- @step columns
PRAGMA table_info(jobs);
-- @expect rows = 3 else altered

-- name: open
UPDATE open_jobs SET note = :note WHERE id = :id;
-- @expect changes = 1 else gone
