-- name: chain
SELECT a.x AS ax, b.x AS bx, c.x AS cx
FROM a
LEFT JOIN b ON b.a_id = a.id
LEFT JOIN c ON c.b_id = b.id;
