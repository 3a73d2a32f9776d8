-- name: bounds
-- @column least bigint
SELECT -9223372036854775808 AS least, 9223372036854775808 AS beyond;
