-- name: setState
UPDATE users SET state = :state WHERE id = :id;
