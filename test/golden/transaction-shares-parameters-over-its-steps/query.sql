-- name: finishAll
-- @param ids jobs to finish
UPDATE jobs SET state = 'done', note = :note WHERE id IN (SELECT value FROM json_each(:ids));
-- @expect changes >= 1 else nothing_found

-- @step finished
-- @column note text
SELECT id, note FROM jobs WHERE id IN (SELECT value FROM json_each(:ids)) AND note = :note;
