-- name: start
-- @step started
-- The job as it is now.
UPDATE jobs SET state = 'running' WHERE id = :id AND state = 'queued' RETURNING id, note;
-- @expect rows = 1 else taken
