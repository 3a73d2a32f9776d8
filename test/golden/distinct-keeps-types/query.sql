-- name: places
SELECT DISTINCT city, country
FROM orders
ORDER BY country, city;
