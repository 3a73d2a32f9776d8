-- name: names
SELECT name AS text FROM users UNION SELECT CAST(id AS TEXT) FROM orders ORDER BY 1 LIMIT 5;

-- name: notes
SELECT name AS text FROM users UNION ALL SELECT note FROM orders;
