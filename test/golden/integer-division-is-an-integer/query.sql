-- name: divided
SELECT total / 2 AS half, total / 2.0 AS exact, total / -1 AS negated, total / total AS ratio, total % 3 AS rest FROM orders;
