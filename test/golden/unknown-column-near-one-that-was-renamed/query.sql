-- name: find
UPDATE users
SET nickame = :nickname
WHERE id = :id;
