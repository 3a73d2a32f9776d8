-- name: ids
SELECT p.id AS plain_id, s.id AS strict_id, n.id AS norowid_id
FROM plain AS p, strict_one AS s, norowid AS n;
