-- name: sums
SELECT a + b AS plus, a - b AS minus, a * b AS times, -a AS negated, a + r AS real_sum
FROM t;
