-- name: kinds
SELECT kind, other FROM a;
