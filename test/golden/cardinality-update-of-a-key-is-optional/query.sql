-- name: claim
UPDATE jobs
SET owner = :owner
WHERE id = (SELECT id FROM jobs WHERE owner IS NULL LIMIT 1)
RETURNING id;

-- name: claimAll
UPDATE jobs
SET owner = :owner
WHERE owner IS NULL
RETURNING id;
