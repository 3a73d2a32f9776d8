-- name: numbers
SELECT 1_000 AS thousand, 0x10 AS sixteen, -5 AS minus_five, 1e3 AS thousand_real
FROM t;
