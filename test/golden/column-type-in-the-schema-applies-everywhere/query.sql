-- name: since
SELECT at, level
FROM logs
WHERE at >= :since AND level = :level;
