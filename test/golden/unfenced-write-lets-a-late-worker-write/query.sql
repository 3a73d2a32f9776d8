-- name: finish
UPDATE jobs SET state = 'done' WHERE id = :id;

-- name: remove
DELETE FROM jobs WHERE id = :id;

-- name: put
INSERT INTO jobs (id, state) VALUES (:id, :state) ON CONFLICT (id) DO UPDATE SET state = excluded.state;

-- name: claim
UPDATE jobs SET token = token + 1, state = 'running' WHERE id = :id AND state = 'queued' RETURNING token;

-- name: finishHeld
UPDATE jobs SET state = 'done' WHERE id = :id AND token = :token;

-- name: removeHeld
DELETE FROM jobs WHERE id IN (SELECT held.id FROM jobs AS held WHERE held.token = :token);

-- name: add
INSERT INTO jobs (id, state) VALUES (:id, 'queued');

-- name: clear
-- sqlgen-ignore unfenced-write: nobody works when this is called
DELETE FROM jobs;
