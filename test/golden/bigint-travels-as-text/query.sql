-- name: bySize
SELECT id, size, hash AS h
FROM files
WHERE size > :least AND hash = :hash;

-- name: save
UPDATE files
SET size = :size, hash = :hash
WHERE id = :id;
