-- name: removeOldest
DELETE FROM users
WHERE score < :least
ORDER BY id
LIMIT 10;
