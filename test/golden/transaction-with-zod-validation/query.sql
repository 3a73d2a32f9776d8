-- name: start
-- @step started
UPDATE jobs SET state = 'running' WHERE id = :id RETURNING id, note;
-- @step queued
SELECT count(*) AS count FROM jobs WHERE state = 'queued';
