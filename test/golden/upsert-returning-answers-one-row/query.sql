-- name: bump
INSERT INTO counters (name, n, note)
VALUES (:name, :n, :note)
ON CONFLICT (name) DO UPDATE SET n = n + excluded.n, note = coalesce(excluded.note, note)
RETURNING n, note;
