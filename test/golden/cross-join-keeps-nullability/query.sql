-- name: variants
SELECT s.size, c.color
FROM sizes AS s
CROSS JOIN colors AS c;
