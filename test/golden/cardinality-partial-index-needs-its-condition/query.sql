-- name: openLease
SELECT id FROM leases WHERE job = :job AND released_at IS NULL;

-- name: leasesOfJob
SELECT id FROM leases WHERE job = :job;
