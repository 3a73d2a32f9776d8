-- name: echo
SELECT :value AS value;
