-- name: quotients
SELECT a / b AS by_column, a % b AS rest_by_column, a / 1000 AS by_literal, a % 10 AS rest_by_literal,
  a / 0 AS by_zero, a / 1000.0 AS by_real
FROM t;
