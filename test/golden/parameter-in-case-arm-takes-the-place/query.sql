-- name: switchOver
UPDATE users
SET state = CASE WHEN age > :limit THEN :then ELSE 'off' END
WHERE id = :id;
