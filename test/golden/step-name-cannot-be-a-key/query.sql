-- name: finish
-- @step ok
SELECT state FROM jobs WHERE id = :id;
-- @step two-words
SELECT state FROM jobs WHERE id = :id;
-- @step third
SELECT state FROM jobs WHERE id = :id;
-- @step third
UPDATE jobs SET state = 'done' WHERE id = :id;
