-- name: same
SELECT c.code
FROM numbers AS n
JOIN codes AS c ON c.code = n.n
WHERE n.id = :id;
