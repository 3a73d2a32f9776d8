-- name: remove
DELETE FROM users WHERE id = :id;

-- name: removeAll
DELETE FROM users WHERE id IN (SELECT value FROM json_each(:ids));
