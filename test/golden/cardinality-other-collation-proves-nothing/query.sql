-- name: byName
SELECT id FROM users WHERE name = :name COLLATE NOCASE;

-- name: byCity
SELECT id FROM users WHERE city = :city;
