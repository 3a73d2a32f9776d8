-- name: nearest
SELECT u.id, (SELECT v.id FROM users AS v ORDER BY abs(v.score - u.score) LIMIT 1) AS nearest_id
FROM users AS u;
