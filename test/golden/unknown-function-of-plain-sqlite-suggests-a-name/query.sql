-- name: middle
SELECT percentil_cont(id, 0.5) AS middle
FROM users;
