-- name: byNumber
-- @param n integer
SELECT id
FROM docs
WHERE json_extract(body, '$.n') = :n;

-- name: byBigint
-- @param n bigint
SELECT id
FROM docs
WHERE json_extract(body, '$.n') = :n;
