-- name: stamp
SELECT id, max(at, :now) AS at
FROM jobs;
