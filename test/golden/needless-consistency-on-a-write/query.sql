-- name: setState
-- @consistency primary
UPDATE users SET state = :state WHERE id = :id;
