-- name: after
SELECT at, id
FROM events
WHERE (at, id) > (:at, :id)
ORDER BY at, id
LIMIT 20;
