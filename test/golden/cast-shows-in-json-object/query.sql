-- name: addEntry
-- @param n integer
INSERT INTO log (body)
VALUES (json_object('n', :n));
