-- name: note
UPDATE jobs SET note = :note WHERE id = :id;
-- @expect changes = 1 else gone
INSERT INTO logs (job_id, text) VALUES (:id, :text) ON CONFLICT DO NOTHING;

-- name: noteOnce
INSERT INTO logs (job_id, text) VALUES (:id, :text) ON CONFLICT DO NOTHING;
-- @expect changes = 1 else noted
UPDATE jobs SET note = :note WHERE id = :id;

-- name: noteTwice
UPDATE jobs SET note = :note WHERE id = :id;
UPDATE jobs SET note = 'again' WHERE id = :other;

-- name: readBoth
-- @consistency primary
-- @step job
SELECT state FROM jobs WHERE id = :id;
-- @step logs
SELECT text FROM logs WHERE job_id = :id;
