-- name: finish
UPDATE jobs SET state = 'done' WHERE id = :id;
SELECT state FROM jobs WHERE id = :id;
