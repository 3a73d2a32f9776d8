-- name: setCount
-- @param n integer
UPDATE docs
SET body = json_set(body, '$.n', :n)
WHERE id = :id;
