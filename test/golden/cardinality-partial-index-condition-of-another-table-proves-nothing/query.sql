-- name: leasesOfJob
SELECT l.id
FROM leases AS l
JOIN locks AS k ON k.id = :lock_id
WHERE l.job = :job AND k.released_at IS NULL;
