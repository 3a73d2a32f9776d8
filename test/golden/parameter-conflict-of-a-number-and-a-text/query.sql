-- name: find
SELECT id
FROM prices
WHERE amount = :value
  AND label = :value;
