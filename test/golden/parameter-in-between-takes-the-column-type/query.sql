-- name: range
SELECT at
FROM readings
WHERE at BETWEEN :from AND :to AND celsius NOT BETWEEN :low AND :high;
