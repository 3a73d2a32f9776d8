-- name: find
SELECT n
FROM lengths;
