-- name: setting
SELECT value
FROM settings
WHERE key = :key;
