-- name: setNumber
-- @param value integer
UPDATE settings
SET value = :value
WHERE key = :key;
