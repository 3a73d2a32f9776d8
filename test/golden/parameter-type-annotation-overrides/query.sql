-- name: save
-- Saves what a form gave.
-- @param id integer the user's number
-- @param data json anything
-- @param at timestamp_ms when it happened
UPDATE users
SET data = :data, at = :at
WHERE id = :id;
