-- name: formatted
SELECT printf(format) AS by_column, printf('%d', 5) AS by_literal, printf('') AS by_nothing
FROM texts;
