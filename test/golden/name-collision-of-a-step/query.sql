-- name: finish
-- @step job
SELECT note FROM jobs WHERE id = :id;
-- @step job_a
SELECT note FROM jobs WHERE id = :id;
-- @step jobA
SELECT note FROM jobs WHERE id = :id;

-- name: finishJob
SELECT state FROM jobs WHERE id = :id;
