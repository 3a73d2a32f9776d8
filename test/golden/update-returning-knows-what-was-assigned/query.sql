-- name: claim
UPDATE jobs
SET owner = :owner, lease_until = 1000, note = NULL
WHERE id = :id AND note IS NOT NULL
RETURNING owner, lease_until, note;
