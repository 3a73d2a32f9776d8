-- name: finish
-- Ends a job, also in the shell.
-- @step before
BEGIN IMMEDIATE;
SELECT state FROM jobs WHERE id = :id;
UPDATE jobs SET state = 'done' WHERE id = :id AND state = 'running'; -- @expect changes = 1 else not_running
COMMIT;
