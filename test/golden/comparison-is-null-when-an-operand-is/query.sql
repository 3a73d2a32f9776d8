-- name: truths
SELECT a > 1 AS certain, a > b AS maybe, a IS b AS never_null, NOT b AS negated, a AND b AS both,
  b BETWEEN 1 AND 2 AS between_them
FROM t;
