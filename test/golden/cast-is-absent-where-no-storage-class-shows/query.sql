-- name: find
SELECT id
FROM jobs
WHERE at < :now AND tries IN (:a, :b) AND id BETWEEN :from AND :to AND tries & :mask = 0
LIMIT :limit;

-- name: assign
UPDATE jobs
SET at = :at
WHERE id = :id;
