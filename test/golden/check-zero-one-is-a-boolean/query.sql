-- name: setActive
UPDATE users
SET active = :active
WHERE id = :id
RETURNING active;
