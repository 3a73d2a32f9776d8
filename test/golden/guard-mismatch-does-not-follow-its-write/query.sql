-- name: finish
UPDATE jobs SET state = 'done' WHERE id = :id;
-- @step job
SELECT note FROM jobs WHERE id = :id;
-- @expect changes = 1 else gone
