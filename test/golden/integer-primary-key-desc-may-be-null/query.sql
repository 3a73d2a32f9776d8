-- name: ids
SELECT t.id AS t_id, u.id AS u_id FROM t, u;
