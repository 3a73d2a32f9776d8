-- name: raise
INSERT INTO counters (name, n)
VALUES (:name, :n)
ON CONFLICT (name) DO UPDATE SET n = excluded.n WHERE excluded.n > n
RETURNING n;
