-- name: sizes
SELECT id, power(score, 2) AS squared, ceiling(score) AS upper, log10(score) AS magnitude
FROM users
WHERE id = :id;
