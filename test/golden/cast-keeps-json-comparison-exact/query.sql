-- name: byNumber
-- @param n integer
SELECT id
FROM docs
WHERE json_extract(body, '$.n') = :n;
