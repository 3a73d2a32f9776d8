-- name: finish
-- @expect changes = 1 else gone
UPDATE jobs SET state = 'done' WHERE id = :id;
-- and the log
-- @expect changes = 1 else gone
UPDATE jobs SET note = 'done' WHERE id = :id;
