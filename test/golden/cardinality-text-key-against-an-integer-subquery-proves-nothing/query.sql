-- name: same
SELECT code
FROM codes
WHERE code = (SELECT n FROM numbers WHERE id = :id);
