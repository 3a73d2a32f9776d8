-- name: tag
-- @param shard integer
SELECT name || '-' || :shard AS tag
FROM jobs;
