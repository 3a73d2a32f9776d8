-- name: nested
SELECT a.id, b.c_id, c.id AS cid
FROM a
LEFT JOIN (b JOIN c ON c.id = b.c_id) ON b.a_id = a.id;
