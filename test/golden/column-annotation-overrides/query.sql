-- name: logs
-- @column at timestamp_ms when it happened
-- @column raw text?
SELECT at, raw
FROM logs;
