-- name: casted
SELECT CAST(a AS INTEGER) AS i, CAST(a AS REAL) AS r, CAST(b AS TEXT) AS t, CAST(a AS BLOB) AS bytes,
  CAST(a AS NUMERIC) AS n
FROM raw;
