-- name: finish
UPDATE jobs SET state = 'done' WHERE id = :key;
UPDATE jobs SET state = 'done' WHERE note = :key;
