-- name: removeOldest
DELETE FROM jobs
WHERE (done AND at < :before)
RETURNING id
ORDER BY at
LIMIT :count;

-- name: finishSome
UPDATE jobs
SET done = 1
LIMIT 10 OFFSET 5;

-- name: removeOne
DELETE FROM keys
WHERE a = :a
ORDER BY b DESC
LIMIT 1;
