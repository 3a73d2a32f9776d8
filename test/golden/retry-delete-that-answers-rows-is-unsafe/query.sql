-- name: remove
DELETE FROM users WHERE id = :id RETURNING email;

-- name: removeOldest
DELETE FROM users WHERE id IN (SELECT id FROM users ORDER BY seen LIMIT 10);

-- name: removeLate
DELETE FROM users WHERE seen < unixepoch() - 60;
