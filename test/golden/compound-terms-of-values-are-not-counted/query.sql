-- name: names
SELECT column1 AS name
FROM (VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g'));
