-- name: due
-- @param now integer
WITH input (now) AS (SELECT :now)
SELECT jobs.id, input.now
FROM jobs, input
WHERE jobs.at <= input.now;
